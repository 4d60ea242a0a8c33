/**
 * Starts sim-allocation-service, which alone writes what is true of a SIM card.
 * It owns which scope opens which operation.
 */
@NullMarked
package io.planshare.sim;

import org.jspecify.annotations.NullMarked;
