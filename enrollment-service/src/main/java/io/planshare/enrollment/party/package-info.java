/**
 * Knows who can own a device, use it or pay for it, and where bills go. Owns parties and billing accounts.
 */
@NullMarked
package io.planshare.enrollment.party;

import org.jspecify.annotations.NullMarked;
