package io.planshare.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import static java.util.stream.Collectors.toUnmodifiableMap;

/** Which record travels on which topic under which name: the whole catalogue of events. */
public enum EventType {
    DEVICE_CHANGED(Topic.DEVICE, "changed", EnrollmentEvent.DeviceChanged.class),
    SUBSCRIPTION_CHANGED(Topic.SUBSCRIPTION, "changed", EnrollmentEvent.SubscriptionChanged.class),
    PAYER_MAP_CHANGED(Topic.PAYER_MAP, "changed", EnrollmentEvent.PayerMapChanged.class),
    ENROLLMENT_REQUESTED(Topic.ENROLLMENT, "requested", EnrollmentEvent.EnrollmentRequested.class),
    ENROLLMENT_ACTIVATED(Topic.ENROLLMENT, "activated", EnrollmentEvent.EnrollmentActivated.class),
    ENROLLMENT_SUSPENDED(Topic.ENROLLMENT, "suspended", EnrollmentEvent.EnrollmentSuspended.class),
    ENROLLMENT_RESUMED(Topic.ENROLLMENT, "resumed", EnrollmentEvent.EnrollmentResumed.class),
    ENROLLMENT_ENDED(Topic.ENROLLMENT, "ended", EnrollmentEvent.EnrollmentEnded.class),
    ENROLLMENT_REJECTED(Topic.ENROLLMENT, "rejected", EnrollmentEvent.EnrollmentRejected.class),
    PLAN_CHANGED(Topic.PLAN, "changed", QuotaEvent.PlanChanged.class),
    USAGE_RECORDED(Topic.USAGE, "recorded", ChargingEvent.UsageRecorded.class),
    CHARGE_RATED(Topic.CHARGE, "rated", ChargingEvent.ChargeRated.class),
    CHARGE_REFUNDED(Topic.CHARGE, "refunded", ChargingEvent.ChargeRefunded.class),
    ACCOUNT_ADJUSTED(Topic.CHARGE, "adjusted", ChargingEvent.AccountAdjusted.class),
    SPENDING_CAP_REACHED(Topic.CHARGE, "cap-reached", ChargingEvent.SpendingCapReached.class),
    OBSERVED(Topic.OBSERVATION, "observed", ChargingEvent.Observed.class),
    CREDIT_LIMIT_ADJUSTED(Topic.CREDIT, "limit-adjusted", CreditEvent.LimitAdjusted.class),
    CREDIT_THRESHOLD_CROSSED(Topic.CREDIT, "threshold-crossed", CreditEvent.ThresholdCrossed.class),
    CREDIT_EXHAUSTED(Topic.CREDIT, "exhausted", CreditEvent.Exhausted.class),
    CREDIT_REPLENISHED(Topic.CREDIT, "replenished", CreditEvent.Replenished.class),
    CREDIT_EXPIRED(Topic.CREDIT, "expired", CreditEvent.Expired.class),
    CREDIT_CONSUMER_BLOCKED(Topic.CREDIT, "consumer-blocked", CreditEvent.ConsumerBlocked.class),
    CREDIT_CONSUMER_UNBLOCKED(Topic.CREDIT, "consumer-unblocked", CreditEvent.ConsumerUnblocked.class),
    SIM_CARD_CHANGED(Topic.SIM, "changed", SimEvent.SimCardChanged.class),
    EQUIPMENT_CHANGED(Topic.EQUIPMENT, "changed", TheftEvent.EquipmentChanged.class),
    RESTRICTION_ORDERED(Topic.RESTRICTION, "ordered", TheftEvent.RestrictionOrdered.class),
    RESTRICTION_LIFTED(Topic.RESTRICTION, "lifted", TheftEvent.RestrictionLifted.class),
    ENFORCEMENT_APPLIED(Topic.ENFORCEMENT_ACK, "applied", EnforcementEvent.EnforcementApplied.class),
    ENFORCEMENT_FAILED(Topic.ENFORCEMENT_ACK, "failed", EnforcementEvent.EnforcementFailed.class),
    TRANSFER_DECIDED(Topic.TRANSFER, "decided", TransferEvent.TransferDecided.class),
    TRANSFER_DEFERRED(Topic.TRANSFER, "deferred", TransferEvent.TransferDeferred.class),
    TRANSFER_CONNECTION_LOST(Topic.TRANSFER, "connection-lost", TransferEvent.ConnectionLost.class),
    TRANSFER_COMPLETED(Topic.TRANSFER, "completed", TransferEvent.TransferCompleted.class),
    TRANSFER_PLAN_UPDATED(Topic.TRANSFER, "plan-updated", TransferEvent.PlanUpdated.class),
    TRANSFER_USAGE_RECONCILED(Topic.TRANSFER, "usage-reconciled", TransferEvent.UsageReconciled.class),
    PACKAGE_ACTIVATED(Topic.PACKAGE, "activated", QuotaEvent.PackageActivated.class),
    PACKAGE_USE_REACHED(Topic.PACKAGE, "use-reached", QuotaEvent.PackageUseReached.class),
    CLOSE_REQUESTED(Topic.DEDUCTION, "close-requested", QuotaEvent.CloseRequested.class),
    CLOSE_PROPOSED(Topic.DEDUCTION, "close-proposed", QuotaEvent.CloseProposed.class),
    CLOSE_PREPARED(Topic.CLOSE, "prepared", ChargingEvent.ClosePrepared.class),
    CLOSE_POSTED(Topic.CLOSE, "posted", ChargingEvent.ClosePosted.class),
    USAGE_REBOOKED(Topic.USAGE, "rebooked", ChargingEvent.UsageRebooked.class),
    CREDIT_ACCOUNT_OPENED(Topic.CREDIT, "account-opened", CreditEvent.AccountOpened.class),
    SIM_GROUP_CARD_CHANGED(Topic.SIM_GROUP, "card-changed", SimGroupEvent.SimGroupCardChanged.class),
    SIM_GROUP_NOTICED(Topic.NOTIFICATION, "sim-group-noticed", SimGroupEvent.SimGroupNoticed.class);

    private static final Map<String, EventType> BY_NAME = Arrays.stream(values())
            .collect(toUnmodifiableMap(EventType::ceType, Function.identity()));
    private static final Map<Class<?>, EventType> BY_CLASS = Arrays.stream(values())
            .collect(toUnmodifiableMap(EventType::payload, Function.identity()));

    private final Topic topic;
    private final String ceType;
    private final Class<? extends Event> payload;

    EventType(Topic topic, String name, Class<? extends Event> payload) {
        this.topic = topic;
        this.ceType = "io.planshare." + topic.stem() + "." + name + ".v1";
        this.payload = payload;
    }

    public Topic topic() {
        return topic;
    }

    /** The CloudEvents type, such as {@code io.planshare.usage.recorded.v1}. */
    public String ceType() {
        return ceType;
    }

    public Class<? extends Event> payload() {
        return payload;
    }

    public static EventType of(Event event) {
        return Optional.ofNullable(BY_CLASS.get(event.getClass()))
                .orElseThrow(() -> new IllegalStateException("not in the catalogue: " + event.getClass()));
    }

    /** The type of that name; empty for one that this version does not know, which a reader skips and counts. */
    public static Optional<EventType> named(String ceType) {
        return Optional.ofNullable(BY_NAME.get(ceType));
    }
}
