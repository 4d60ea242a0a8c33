/**
 * Builds each device's payer map from what the other features know and tells it to the services that charge, with a version
 * that has no gaps. Owns the published maps; reads the history of terms, enrollments and sign-ins.
 */
@NullMarked
package io.planshare.enrollment.payer;

import org.jspecify.annotations.NullMarked;
