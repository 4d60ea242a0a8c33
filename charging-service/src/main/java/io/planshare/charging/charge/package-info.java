/**
 * Charges: money on an account's bill, for overage, for a plan's cycle, given back or put right. Owns these entries, which
 * are added and never edited: each correction points at what it corrects.
 */
@NullMarked
package io.planshare.charging.charge;

import org.jspecify.annotations.NullMarked;
