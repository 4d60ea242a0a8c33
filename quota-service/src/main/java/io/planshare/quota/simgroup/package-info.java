/**
 * SIM cards that share one allowance: counts what they use, decides who is restricted when little is left, and tells it card by
 * card (spec S8). It owns the tables whose names begin with sim_ and the topic sim-group.v1.
 */
@NullMarked
package io.planshare.quota.simgroup;

import org.jspecify.annotations.NullMarked;
