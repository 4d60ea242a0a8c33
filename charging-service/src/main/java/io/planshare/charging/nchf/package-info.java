/**
 * The network's face: Nchf_ConvergedCharging (TS 32.291, release 17) as network functions speak it, lenient in what it
 * takes and exact in what it answers. Owns the wire form alone: 3GPP's words end here.
 */
@NullMarked
package io.planshare.charging.nchf;

import org.jspecify.annotations.NullMarked;
