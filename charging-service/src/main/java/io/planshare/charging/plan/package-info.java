/** Execution plans: in which order a payer's packages are walked, as quota says. Owns their read model. */
@NullMarked
package io.planshare.charging.plan;

import org.jspecify.annotations.NullMarked;
