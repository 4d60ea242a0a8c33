/**
 * What enrollment told about devices: which there are, and whose cards they hold now.
 * It owns the read models known_device and known_subscription, fed by device.v1 and subscription.v1.
 */
@NullMarked
package io.planshare.theft.device;

import org.jspecify.annotations.NullMarked;
