/**
 * Which data transfer may start now, on which connection and with how many octets (spec S2). Pure: quota-service decides
 * with it for all devices of a plan, the transfer agent on one device while no server answers; so both decide alike.
 * Owns the decision table, the order of costs, the lost-connection rule, forecasts and the policy that an agent is given.
 */
@NullMarked
package io.planshare.transfer;

import org.jspecify.annotations.NullMarked;
