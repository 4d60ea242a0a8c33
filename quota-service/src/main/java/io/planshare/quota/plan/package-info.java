/**
 * Execution plans: in which order the use of each account of a sharing group is taken from packages, derived from the
 * sharing policies, versioned, hashed and told to charging, which walks it (spec S6, design section 3). Owns what was
 * activated and what charging was told.
 */
@NullMarked
package io.planshare.quota.plan;

import org.jspecify.annotations.NullMarked;
