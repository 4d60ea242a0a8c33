/**
 * Moves the limits inside accounts as the rules of {@code limit} say, keeps the history of it, remembers who is blocked for
 * lack of credit and tells when that ends. Owns the policies, adjustments and blocked consumers; consumer rows are written
 * under their provider account's lock only.
 */
@NullMarked
package io.planshare.charging.sharing;

import org.jspecify.annotations.NullMarked;
