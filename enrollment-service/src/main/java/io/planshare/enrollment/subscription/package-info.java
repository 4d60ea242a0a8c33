/**
 * Knows the subscriptions that pay: whose account, which plan, which card, in which device. Owns subscriptions and the
 * history of which device held whose card.
 */
@NullMarked
package io.planshare.enrollment.subscription;

import org.jspecify.annotations.NullMarked;
