/**
 * Lanes: requests that wait are decided together in one transaction, so that a hot pool costs one commit for many. For speed
 * only; what is right is decided by locks.
 */
@NullMarked
package io.planshare.charging.lane;

import org.jspecify.annotations.NullMarked;
