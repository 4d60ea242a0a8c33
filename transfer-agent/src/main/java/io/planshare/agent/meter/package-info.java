/**
 * The SIM slots of a device that obeys its SIM group (spec S8): what they use is counted before it is used, reported under the
 * device's signature, and stops where the server said, also while no server answers.
 * It owns {@code meter.json} and the device's key.
 */
@NullMarked
package io.planshare.agent.meter;

import org.jspecify.annotations.NullMarked;
