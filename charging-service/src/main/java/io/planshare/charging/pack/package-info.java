/**
 * Charging's side of packages: one provider account for each cycle that quota announces, with the subscriptions of its
 * owner and members as consumers, and what becomes of the rest at a cycle's end (design section 3). Owns the cycles as
 * they were announced.
 */
@NullMarked
package io.planshare.charging.pack;

import org.jspecify.annotations.NullMarked;
