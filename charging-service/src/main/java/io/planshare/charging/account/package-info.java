/**
 * Accounts as people open, fill and share them: what is asked here is stored as a whole or refused with a reason, and the
 * ledger's entries always sum to the balance. Owns the rows of provider and consumer accounts but for their counters, which
 * charging sessions move.
 */
@NullMarked
package io.planshare.charging.account;

import org.jspecify.annotations.NullMarked;
