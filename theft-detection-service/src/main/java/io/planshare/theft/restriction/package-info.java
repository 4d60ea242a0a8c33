/**
 * A device is restricted and freed by order of a person, and one can see which of the services that enforce it have answered;
 * who has not is told again until he does. It owns the tables restriction_order, restricted_device and restriction_ack and the topic
 * restriction.v1.
 */
@NullMarked
package io.planshare.theft.restriction;

import org.jspecify.annotations.NullMarked;
