/**
 * Answers who pays, or paid, for traffic at any instant, and why. Owns nothing: it asks the payer maps and the history.
 */
@NullMarked
package io.planshare.enrollment.resolution;

import org.jspecify.annotations.NullMarked;
