/** Overage: what a subscription agreed to pay in money beyond all accounts. Owns these consents and what was used of them. */
@NullMarked
package io.planshare.charging.overage;

import org.jspecify.annotations.NullMarked;
