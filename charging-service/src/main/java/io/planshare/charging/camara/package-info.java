/**
 * CAMARA's face: DeviceDataVolume 0.1 as developers of applications call it. Answers from the ledger itself, without locks. Owns
 * the wire form, and which subscription has which phone number.
 */
@NullMarked
package io.planshare.charging.camara;

import org.jspecify.annotations.NullMarked;
