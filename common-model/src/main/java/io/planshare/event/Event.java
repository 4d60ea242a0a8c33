package io.planshare.event;

/**
 * A fact that a service has committed and tells the others. On the wire: a Kafka record whose headers are CloudEvents 1.0
 * (binary mode) and whose value is this record as JSON.
 */
public sealed interface Event
        permits EnrollmentEvent, QuotaEvent, ChargingEvent, CreditEvent, SimEvent, SimGroupEvent, TheftEvent,
        EnforcementEvent, TransferEvent {

    /** The partition key: events of one key keep their order. An id of ours, never personal. */
    String key();
}
