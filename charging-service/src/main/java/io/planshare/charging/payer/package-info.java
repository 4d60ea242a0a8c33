/**
 * Who pays: what enrollment told about subscriptions, devices and payer maps. Owns these read models and the question to
 * enrollment for use that is older than they reach.
 */
@NullMarked
package io.planshare.charging.payer;

import org.jspecify.annotations.NullMarked;
