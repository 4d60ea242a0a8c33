/**
 * Every SIM card is known once, stands in exactly one state, and changes it only along one table; a card of a device that
 * is restricted stays where it is. It owns the tables sim_card and card_restriction and the topic sim.v1.
 */
@NullMarked
package io.planshare.sim.card;

import org.jspecify.annotations.NullMarked;
