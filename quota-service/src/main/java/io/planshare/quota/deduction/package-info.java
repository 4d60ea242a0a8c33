/**
 * Deductions: the close of sharing groups' cycles, in which use moves between packages so that as little as possible is
 * beyond all of them, and the questions what would be (spec S6, design section 3). Owns runs, their stored inputs and
 * results. Charging holds the units and posts what is proposed here.
 */
@NullMarked
package io.planshare.quota.deduction;

import org.jspecify.annotations.NullMarked;
