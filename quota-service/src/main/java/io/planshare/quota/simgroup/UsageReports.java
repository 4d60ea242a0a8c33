package io.planshare.quota.simgroup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import com.nimbusds.jose.jwk.ECKey;

import io.micrometer.core.instrument.MeterRegistry;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;
import io.planshare.quota.simgroup.SimGroupOutcome.Counted;
import io.planshare.quota.simgroup.SimGroupOutcome.Forged;
import io.planshare.quota.simgroup.SimGroupOutcome.OfReport;
import io.planshare.quota.simgroup.SimGroupUse.CardUse;

/**
 * What devices report of cards that others charge, and how far they may go then. Whatever is not signed by the device, or came
 * before, changes nothing. Metric to alert on: {@code planshare.sim-group.forged}.
 */
@Service
class UsageReports {

    /** So much may a device's clock be ahead of ours. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private final SimGroupStore groups;
    private final GroupMemberStore members;
    private final SimGroupDeviceStore devices;
    private final SimGroupUse use;
    private final GroupEvaluations evaluations;
    private final JsonMapper json;
    private final Clock clock;
    private final MeterRegistry meters;

    UsageReports(SimGroupStore groups, GroupMemberStore members, SimGroupDeviceStore devices, SimGroupUse use,
            GroupEvaluations evaluations, JsonMapper json, Clock clock, MeterRegistry meters) {
        this.groups = groups;
        this.members = members;
        this.devices = devices;
        this.use = use;
        this.evaluations = evaluations;
        this.json = json;
        this.clock = clock;
        this.meters = meters;
    }

    /** From now on this device reports for this group and for no other. */
    @Transactional
    boolean trust(SimGroupId id, DeviceId device, ECKey publicKey) {
        return groups.lock(id).map(group -> {
            devices.trust(group.id(), device, publicKey);
            return true;
        }).orElse(false);
    }

    /** A device that asks names no group. */
    @Transactional
    OfReport take(DeviceId device, String jws) {
        return devices.groupOf(device).<OfReport>map(group -> take(group, jws))
                .orElseGet(SimGroupOutcome.Unknown::new);
    }

    @Transactional
    OfReport take(SimGroupId id, String jws) {
        return groups.lock(id).map(group -> take(group, jws)).orElseGet(SimGroupOutcome.Unknown::new);
    }

    private OfReport take(SimGroup group, String jws) {
        var known = UsageReport.claimedSigner(jws).flatMap(device -> devices.find(group.id(), device));
        if (known.isEmpty()) return new Forged();
        var device = known.get();
        var signed = UsageReport.opened(jws, device.id(), device.publicKey());
        if (signed.isEmpty()) {
            meters.counter("planshare.sim-group.forged").increment();
            evaluations.forged(group);
            return new Forged();
        }
        var report = signed.get().report(json, clock.instant().plus(CLOCKS_APART));
        if (report.isEmpty()) return new SimGroupOutcome.Implausible();
        return report.get().sequence() > device.sequence()
                ? count(group, device, report.get())
                : new SimGroupOutcome.OldSequence(device.sequence());
    }

    private OfReport count(SimGroup group, SimGroupDeviceStore.Device device, UsageReport report) {
        var known = members.foreignCards(group.id(), report.slots().stream().map(UsageReport.Slot::iccid).toList());
        var before = devices.readings(device.id(),
                known.values().stream().map(GroupMemberStore.Foreign::simCardId).toList());
        var readings = new HashMap<SimCardId, CounterReading>();
        var cards = new HashMap<Iccid, SimCardId>();
        var uses = new ArrayList<CardUse>();
        long ofLeave = 0;
        for (var slot : report.slots()) {
            var foreign = known.get(slot.iccid());
            if (foreign == null) continue;
            var card = foreign.simCardId();
            var joined = foreign.joinedAt();
            // Also of one that left: should it come back, what it used meanwhile is known.
            readings.put(card, slot.reading());
            if (joined == null) continue;
            cards.put(slot.iccid(), card);
            var span = slot.reading().since(before.get(card), card, slot.counterBits()).onwards(joined);
            uses.add(new CardUse(span, device.id()));
            // A first reading may tell of use before the device was told anything.
            if (before.containsKey(card)) ofLeave = Math.addExact(ofLeave, span.octets());
        }
        devices.save(device.id(), readings);
        var counted = use.count(group, uses, GroupMember.Carrier.FOREIGN);
        var instruction = instruct(counted, device, report, ofLeave);
        return new Counted(counted, instruction, slots(report, slot -> !cards.containsKey(slot.iccid())),
                slots(report, slot -> Optional.ofNullable(cards.get(slot.iccid()))
                        .filter(instruction.restricted()::contains).isPresent()));
    }

    private static List<Integer> slots(UsageReport report, Predicate<UsageReport.Slot> such) {
        return IntStream.range(0, report.slots().size()).filter(i -> such.test(report.slots().get(i))).boxed().toList();
    }

    private Instruction instruct(SimGroup group, SimGroupDeviceStore.Device device, UsageReport report,
            long used) {
        Instant now = clock.instant();
        var silent = now.minus(GroupEvaluations.SILENT_FOR_GOOD);
        var begun = group.count().from();
        var outstanding = devices.outstandingBeside(group.id(), device.id(), begun.isAfter(silent) ? begun : silent);
        var instruction = Instruction.of(group, evaluations.remainingOf(group), device.id(),
                members.members(group.id(), now), outstanding, now);
        var answered = report.answered();
        devices.answered(device.id(), report.sequence(), instruction,
                answered == null || answered == device.sequence(), used);
        if (instruction.isNewsAfter(device.told())) evaluations.instructed(group, instruction);
        return instruction;
    }
}
