/**
 * Pairs devices with the subscriptions of those who use them, so that for each capability of a device at any time it is
 * clear who pays. Owns enrollments and the stretches of time in which they pay.
 */
@NullMarked
package io.planshare.enrollment.enrollment;

import org.jspecify.annotations.NullMarked;
