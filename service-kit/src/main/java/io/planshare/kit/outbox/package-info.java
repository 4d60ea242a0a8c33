/**
 * Promises that an event published in a transaction reaches Kafka at least once if that transaction commits, never if it does not, and
 * that events of one key arrive in the order in which their transactions held the owning row.
 * Owns the tables outbox, outbox_cursor and outbox_parked and the one relay of a service.
 */
@NullMarked
package io.planshare.kit.outbox;

import org.jspecify.annotations.NullMarked;
