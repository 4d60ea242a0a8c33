/**
 * Judges a history of charging by a model of its own: what clients sent and heard on the one side, what is stored on the other,
 * and between them nothing of the product's rules.
 */
@NullMarked
package io.planshare.charging.judge;

import org.jspecify.annotations.NullMarked;
