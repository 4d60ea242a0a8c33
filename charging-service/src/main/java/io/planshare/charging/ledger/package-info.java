/**
 * The one ledger of units: who may draw on which account, in which order, and what is held or used up. Owns the rules of
 * reserving, debiting and releasing; they are pure and work on the rows that a transaction has locked and read.
 */
@NullMarked
package io.planshare.charging.ledger;

import org.jspecify.annotations.NullMarked;
