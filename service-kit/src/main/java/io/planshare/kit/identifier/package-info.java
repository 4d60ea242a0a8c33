/**
 * Identifiers of people are recognised across services by keyed HMACs and kept by their owner encrypted.
 * It owns the keys; the rows are the owners'.
 */
@NullMarked
package io.planshare.kit.identifier;

import org.jspecify.annotations.NullMarked;
