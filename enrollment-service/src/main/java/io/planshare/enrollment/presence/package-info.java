/**
 * Knows which users are signed in to which device and since when: of several who could pay, the one who came last does.
 * Owns sign-ins.
 */
@NullMarked
package io.planshare.enrollment.presence;

import org.jspecify.annotations.NullMarked;
