/**
 * Keeps who allowed what: nothing moves a cost to an account, or lets a stranger use a device, without a live consent.
 * Owns consents; they are never deleted, only revoked.
 */
@NullMarked
package io.planshare.enrollment.consent;

import org.jspecify.annotations.NullMarked;
