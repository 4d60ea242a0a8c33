/**
 * Policy counters: how far a subscriber's accounts are used up, for whoever steers his traffic by it. Owns who watches whom
 * and what he was last told; counts nothing itself.
 */
@NullMarked
package io.planshare.charging.spending;

import org.jspecify.annotations.NullMarked;
