/**
 * Knows each device, whom it belongs to and what it offers others to use. Owns devices, their identifiers and the history
 * of their terms; its row lock orders whatever happens on a device.
 */
@NullMarked
package io.planshare.enrollment.device;

import org.jspecify.annotations.NullMarked;
