package io.planshare.enrollment.device;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.enrollment.identifier.StoredIdentifiers;
import io.planshare.enrollment.payer.OfferedTerms;
import io.planshare.enrollment.payer.PayerMaps;
import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.kit.equipment.Equipments;
import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.page.Cursor;
import io.planshare.model.Capability;
import io.planshare.model.DeviceId;
import io.planshare.model.Interval;
import io.planshare.model.PartyId;
import io.planshare.model.PayerFallback;
import io.planshare.model.PersonalIdentifier;

/** Looks devices up, locks them for whoever changes something on them, and changes what they offer. */
@Component
public class Devices {

    private static final UUID FIRST = new UUID(0, 0);

    private final DeviceStore store;
    private final DeviceUseStore uses;
    private final StoredIdentifiers identifiers;
    private final Equipments equipments;
    private final PayerMaps payerMaps;
    private final Outbox outbox;
    private final Clock clock;

    Devices(DeviceStore store, DeviceUseStore uses, StoredIdentifiers identifiers, Equipments equipments,
            PayerMaps payerMaps, Outbox outbox, Clock clock) {
        this.store = store;
        this.uses = uses;
        this.identifiers = identifiers;
        this.equipments = equipments;
        this.payerMaps = payerMaps;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Optional<Device> find(DeviceId id) {
        return store.find(id);
    }

    /** The device as it is once nobody else changes anything on it, until the caller's transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Device> lock(DeviceId id) {
        // Two statements: one that waits for the lock would read what else belongs to the device as it was before.
        return store.lock(id) ? store.find(id) : Optional.empty();
    }

    /** The strictest that the equipment identity register says about one of its IMEIs. */
    @Transactional(readOnly = true)
    public EquipmentStatus equipmentStatus(DeviceId id) {
        return equipments.statusOf(store.sealedImeis(id).stream()
                .flatMap(sealed -> identifiers.candidates(PersonalIdentifier.Kind.IMEI, sealed).stream()).toList());
    }

    @Transactional(readOnly = true)
    List<Device> page(@Nullable PartyId owner, Cursor cursor) {
        return store.page(owner, cursor.afterId().orElse(FIRST), cursor.limit() + 1);
    }

    @Transactional(readOnly = true)
    List<Device> search(PersonalIdentifier identifier, Cursor cursor) {
        return store.withIdentifier(identifiers.candidates(identifier), cursor.afterId().orElse(FIRST),
                cursor.limit() + 1);
    }

    @Transactional(readOnly = true)
    Map<DeviceId, Long> payerMapVersions(Collection<Device> devices) {
        return payerMaps.versionsOf(devices.stream().map(Device::id).toList());
    }

    @Transactional
    DeviceOutcome changeCapabilities(DeviceId id, List<Capability> capabilities, LongConsumer versionCheck) {
        var device = lock(id).orElse(null);
        if (device == null) return new DeviceOutcome.UnknownDevice(id);
        versionCheck.accept(device.version());
        if (device.isRetired()) return new DeviceOutcome.Retired(id);
        var faults = new Offer(capabilities).faults();
        if (!faults.isEmpty()) return new DeviceOutcome.BadOffer(faults);
        var changed = device.changed(new OfferedTerms(from(device), capabilities, device.terms().fallback()));
        var user = uses.outside(id, changed.offered());
        if (user.isPresent()) return new DeviceOutcome.CapabilityInUse(user.get().capability(), user.get().id());
        return replaceTerms(changed);
    }

    @Transactional
    DeviceOutcome changeFallback(DeviceId id, PayerFallback fallback, LongConsumer versionCheck) {
        var device = lock(id).orElse(null);
        if (device == null) return new DeviceOutcome.UnknownDevice(id);
        versionCheck.accept(device.version());
        if (device.isRetired()) return new DeviceOutcome.Retired(id);
        var named = fallback.enrollmentId();
        if (named != null && !uses.isLiveEnrollment(id, named)) return new DeviceOutcome.NotAnEnrollmentOfIt(named);
        return replaceTerms(device.changed(new OfferedTerms(from(device), device.terms().capabilities(), fallback)));
    }

    @Transactional
    DeviceOutcome retire(DeviceId id) {
        var device = lock(id).orElse(null);
        if (device == null) return new DeviceOutcome.UnknownDevice(id);
        if (device.isRetired()) return new DeviceOutcome.Retired(id);
        int cards = uses.cards(id);
        int enrollments = uses.liveEnrollments(id);
        if (cards + enrollments > 0) return new DeviceOutcome.InUse(cards, enrollments);
        var retired = device.retired();
        store.retire(retired);
        outbox.publish(retired.event());
        return new DeviceOutcome.Done(retired, payerMaps.versionOf(id));
    }

    private DeviceOutcome replaceTerms(Device changed) {
        store.replaceTerms(changed);
        outbox.publish(changed.event());
        return new DeviceOutcome.Done(changed, payerMaps.rewrite(changed.id()).version());
    }

    /** From now on; after the present terms began, should the clock have been set back. */
    private Interval from(Device device) {
        Instant began = device.terms().during().from();
        Instant now = clock.instant();
        return new Interval(now.isAfter(began) ? now : began.plusNanos(1_000), null);
    }
}
