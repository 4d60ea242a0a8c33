/**
 * The rules by which the limits of an account's consumers move (spec S7): who is guaranteed what, who needs how much, and what
 * makes the limits move. Pure: it stores nothing and knows no time but what it is told.
 */
@NullMarked
package io.planshare.charging.limit;

import org.jspecify.annotations.NullMarked;
