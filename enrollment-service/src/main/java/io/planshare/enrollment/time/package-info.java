/**
 * Says which instants a request may name. Owns the constraint that its wire records carry.
 */
@NullMarked
package io.planshare.enrollment.time;

import org.jspecify.annotations.NullMarked;
