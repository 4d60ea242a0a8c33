/**
 * Promises that what a delivery causes happens in one transaction and once, however often Kafka delivers it, and that a record which cannot
 * be applied stands among the dead letters before the next one is taken.
 * Owns the table inbox, the consumer groups of a service and the topics' dead letters.
 */
@NullMarked
package io.planshare.kit.inbox;

import org.jspecify.annotations.NullMarked;
