package io.planshare.enrollment.subscription;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.enrollment.device.Devices;
import io.planshare.enrollment.enrollment.PaidEnrollments;
import io.planshare.enrollment.identifier.StoredIdentifiers;
import io.planshare.enrollment.payer.PayerMaps;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.restriction.Restrictions;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.PersonalIdentifier;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;

/** Takes subscriptions through their life; the enrollments that they pay for follow. */
@Component
class Subscriptions {

    private static final UUID FIRST = new UUID(0, 0);

    private final SubscriptionStore store;
    private final StoredIdentifiers identifiers;
    private final Devices devices;
    private final PaidEnrollments enrollments;
    private final Restrictions restrictions;
    private final PayerMaps payerMaps;
    private final Outbox outbox;
    private final Clock clock;

    Subscriptions(SubscriptionStore store, StoredIdentifiers identifiers, Devices devices,
            PaidEnrollments enrollments, Restrictions restrictions, PayerMaps payerMaps, Outbox outbox, Clock clock) {
        this.store = store;
        this.identifiers = identifiers;
        this.devices = devices;
        this.enrollments = enrollments;
        this.restrictions = restrictions;
        this.payerMaps = payerMaps;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Optional<Subscription> find(SubscriptionId id) {
        return store.find(id);
    }

    @Transactional(readOnly = true)
    public List<Subscription> page(@Nullable AccountId account, Cursor cursor) {
        return store.page(account, cursor.afterId().orElse(FIRST), cursor.limit() + 1);
    }

    /** Those that have this number or, ended, had it. */
    @Transactional(readOnly = true)
    public List<Subscription> search(PersonalIdentifier number, Cursor cursor) {
        return store.with(number.kind(), identifiers.candidates(number), cursor.afterId().orElse(FIRST),
                cursor.limit() + 1);
    }

    @Transactional
    public SubscriptionOutcome suspend(SubscriptionId id) {
        return step(id, Subscription::suspended, enrollments::suspendAllOf);
    }

    @Transactional
    public SubscriptionOutcome resume(SubscriptionId id) {
        return step(id, Subscription::resumed, enrollments::resumeAllOf);
    }

    @Transactional
    public SubscriptionOutcome end(SubscriptionId id) {
        return step(id, Subscription::ended, ended -> {
            store.unbind(ended, clock.instant());
            enrollments.endAllOf(ended);
        });
    }

    /** The subscription's row first: whoever adds an enrollment to it waits, and none is missed. */
    private SubscriptionOutcome step(SubscriptionId id,
            BiFunction<Subscription, Instant, Optional<Subscription>> transition, Consumer<SubscriptionId> followers) {
        var before = store.lock(id).orElse(null);
        if (before == null) return new SubscriptionOutcome.UnknownSubscription(id);
        var after = transition.apply(before, clock.instant()).orElse(null);
        if (after == null) return new SubscriptionOutcome.WrongStatus(before.status());
        store.update(after);
        followers.accept(id);
        return published(after);
    }

    /** @param target null when the card is taken out */
    @Transactional
    public SubscriptionOutcome bind(SubscriptionId id, @Nullable DeviceId target) {
        var before = store.lock(id).orElse(null);
        if (before == null) return new SubscriptionOutcome.UnknownSubscription(id);
        var device = target == null ? null : devices.lock(target).orElse(null);
        if (target != null && device == null) return new SubscriptionOutcome.UnknownDevice(target);
        if (before.status() == SubscriptionStatus.ENDED) {
            return new SubscriptionOutcome.WrongStatus(before.status());
        }
        if (device != null && device.isRetired()) return new SubscriptionOutcome.DeviceRetired(device.id());
        if (Objects.equals(before.deviceId(), target)) return new SubscriptionOutcome.Done(before);
        var level = strictest(before, target);
        if (level.freezesIdentity()) return new SubscriptionOutcome.Restricted(level);
        var now = clock.instant();
        store.unbind(id, now);
        if (target != null) store.bind(id, target, now);
        var after = before.in(target);
        store.update(after);
        return published(after);
    }

    private RestrictionLevel strictest(Subscription subscription, @Nullable DeviceId target) {
        var level = restrictions.levelOfSubscription(subscription.id());
        var devices = Stream.of(Optional.ofNullable(subscription.deviceId()), Optional.ofNullable(target));
        return devices.flatMap(Optional::stream).map(restrictions::levelOf)
                .reduce(level, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }

    private SubscriptionOutcome published(Subscription subscription) {
        var device = subscription.deviceId();
        outbox.publish(subscription.event(device == null ? 0 : payerMaps.versionOf(device)));
        return new SubscriptionOutcome.Done(subscription);
    }
}
