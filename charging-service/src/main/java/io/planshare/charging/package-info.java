/** The charging function: one ledger, charging sessions on the 3GPP path, usage records. Owns every unit of the suite. */
@NullMarked
package io.planshare.charging;

import org.jspecify.annotations.NullMarked;
