package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.kit.restriction.Restrictions;
import io.planshare.model.DeviceId;
import io.planshare.model.Units;
import io.planshare.transfer.ConnectionState;
import io.planshare.transfer.PlannedConnection;
import io.planshare.transfer.Rhythm;
import io.planshare.transfer.TransferPolicy;
import io.planshare.transfer.TransferPolicy.PolicyConnection;

/**
 * Takes what an agent used by itself, and gives it a policy with an allotment of each limited connection: octets of the
 * plan's pool that are reserved for this device, so that several devices that nobody can reach never use more than there is.
 */
@Service
class Policies {

    private final PlanBooks plans;
    private final Connections connections;
    private final ConnectionStore reports;
    private final AllotmentStore allotments;
    private final Restrictions restrictions;
    private final PolicySigner signer;
    private final PolicySettings settings;

    Policies(PlanBooks plans, Connections connections, ConnectionStore reports, AllotmentStore allotments,
            Restrictions restrictions, PolicySigner signer, PolicySettings settings) {
        this.plans = plans;
        this.connections = connections;
        this.reports = reports;
        this.allotments = allotments;
        this.restrictions = restrictions;
        this.signer = signer;
        this.settings = settings;
    }

    /**
     * What an agent tells.
     *
     * @param sequence rises by one with each report of use; a report that was booked is not booked again
     * @param open octets that its transfers are admitted for, by connection
     * @param wanted octets that it would like to have beyond these, by connection
     */
    record Report(long sequence, Instant reportedAt, List<ConnectionState> states, List<Used> used,
            Map<String, Units> open, Map<String, Units> wanted) {}

    /** @param urgent of these octets, those of transfers that were admitted as HIGH or REALTIME */
    record Used(String connection, String appId, Units octets, Units urgent, Instant occurredAt) {}

    @Transactional
    PolicyOutcome issue(DeviceId device, Report report) {
        var found = plans.openFor(device);
        if (found.isEmpty()) return new PolicyOutcome.UnknownDevice(device);
        var books = found.get();
        var unknown = unknown(books.plan(), report);
        if (unknown != null) return unknown;
        var left = new HashMap<>(allotments.find(device, books.cycle().from()));
        if (report.sequence() > allotments.lastSequence(device)) {
            report.used().forEach(it -> book(books, device, it, left));
        }
        var last = reports.lastReport(device);
        if (last == null || report.reportedAt().isAfter(last)) {
            connections.apply(books, device, report.reportedAt(), report.states());
        }
        var allotted = allot(books, report, left);
        allotments.put(device, books.cycle().from(), allotted);
        var number = allotments.next(device, report.sequence());
        plans.save(books);
        var policy = policy(books, device, number, allotted);
        return new PolicyOutcome.Issued(policy, signer.sign(policy));
    }

    private static @Nullable PolicyOutcome unknown(DataUsagePlan plan, Report report) {
        for (int i = 0; i < report.states().size(); i++) {
            var name = report.states().get(i).connection();
            if (plan.connection(name).isEmpty()) {
                return new PolicyOutcome.UnknownConnection("/connections/" + i + "/connection", name);
            }
        }
        return null;
    }

    /** Octets come out of the allotment; a connection that the plan does not name any more is counted all the same. */
    private static void book(Books books, DeviceId device, Used used, Map<String, Units> left) {
        books.count(used.connection(), device, used.appId(), used.octets(), used.occurredAt());
        if (!books.cycle().contains(used.occurredAt())) return;
        var rest = left.getOrDefault(used.connection(), Units.ZERO);
        var spent = used.octets().atMost(rest);
        books.release(used.connection(), spent);
        left.put(used.connection(), rest.minus(spent));
        if (used.urgent().isPositive() && books.meter(used.connection()).isPresent()) {
            books.addUrgent(used.connection(), used.appId(), used.urgent());
        }
    }

    /** Each device may have an equal part of what is free, and what it wants beyond that as long as it is there. */
    private static Map<String, Units> allot(Books books, Report report, Map<String, Units> left) {
        var allotted = new HashMap<String, Units>();
        int devices = Math.max(1, books.plan().devices().size());
        for (var meter : books.meters()) {
            var name = meter.connection();
            var had = left.getOrDefault(name, Units.ZERO);
            books.release(name, had);
            var free = books.meter(name).map(UsageMeter::room).orElse(Units.ZERO);
            var open = report.open().getOrDefault(name, Units.ZERO);
            var share = Units.of(free.count() / devices);
            var wanted = sum(open, report.wanted().getOrDefault(name, Units.ZERO)).atMost(free);
            // What its transfers run on stays, even if others left nothing.
            var kept = open.atMost(had);
            var most = share.compareTo(wanted) > 0 ? share : wanted;
            var octets = most.compareTo(kept) > 0 ? most : kept;
            books.admit(name, "", octets, false);
            allotted.put(name, octets);
        }
        return allotted;
    }

    private static Units sum(Units one, Units other) {
        return one.count() > Long.MAX_VALUE - other.count() ? Units.MAX : one.plus(other);
    }

    private TransferPolicy policy(Books books, DeviceId device, long number, Map<String, Units> allotted) {
        var plan = books.plan();
        return new TransferPolicy(device, plan.subscriptionId(), number, plan.version(), books.now(),
                books.now().plus(settings.life()), plan.timeZone(), books.cycle().to(), plan.terms(),
                restrictions.levelOf(device), plan.connections().stream().map(it -> connection(books, it, allotted))
                        .toList());
    }

    private static PolicyConnection connection(Books books, PlannedConnection planned, Map<String, Units> allotted) {
        var name = planned.name();
        return books.meter(name)
                .map(meter -> new PolicyConnection(planned, meter.threshold(), meter.used(),
                        allotted.getOrDefault(name, Units.ZERO), books.rhythm(name), books.urgentByApp(name)))
                .orElseGet(() -> new PolicyConnection(planned, null, Units.ZERO, Units.MAX, Rhythm.NONE, Map.of()));
    }
}
