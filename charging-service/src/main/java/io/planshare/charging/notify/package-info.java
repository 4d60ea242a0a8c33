/**
 * What the network is told without having asked: that the payer of an open session changed, or that it has to end.
 * Owns the notifications until they are delivered or given up.
 */
@NullMarked
package io.planshare.charging.notify;

import org.jspecify.annotations.NullMarked;
