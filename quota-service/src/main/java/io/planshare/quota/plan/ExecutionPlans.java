package io.planshare.quota.plan;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.event.QuotaEvent.PlanChanged;
import io.planshare.event.QuotaEvent.PlannedInterval;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.quota.pack.Announcements;
import io.planshare.quota.pack.AudienceChanges;
import io.planshare.quota.pack.SharedPackage;
import io.planshare.quota.pack.Sharings;

import static java.util.Comparator.comparing;

/** Execution plans: previewed, activated, and told to charging whenever they are others than it knows. */
@Service
class ExecutionPlans implements AudienceChanges {

    /** Charging is told what was planned so far back, for use that is reported late. */
    private static final Duration KEPT = Duration.ofDays(5);

    private final Sharings sharings;
    private final Announcements announcements;
    private final PlanStore plans;
    private final Outbox outbox;
    private final Clock clock;

    ExecutionPlans(Sharings sharings, Announcements announcements, PlanStore plans, Outbox outbox, Clock clock) {
        this.sharings = sharings;
        this.announcements = announcements;
        this.plans = plans;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** What would bind if all that is offered were activated now. Changes nothing. */
    @Transactional(readOnly = true)
    PlanOutcome preview(AccountId account) {
        var now = now();
        var offered = sharings.offered(List.of(account), now);
        if (offered.isEmpty()) return new PlanOutcome.NoGroup(account);
        var plan = ExecutionPlan.derive(offered, now);
        return new PlanOutcome.Previewed(ExecutionPlan.groupId(offered).orElseThrow(), plan.hash(), PlanView.of(plan),
                sharings.unaccepted(offered));
    }

    /** @param previewed the hash of what was previewed: nothing else is activated */
    @Transactional
    PlanOutcome activate(AccountId account, String previewed) {
        plans.serialize();
        var now = now();
        var offered = sharings.offered(List.of(account), now);
        if (offered.isEmpty()) return new PlanOutcome.NoGroup(account);
        var missing = sharings.unaccepted(offered);
        if (!missing.isEmpty()) return new PlanOutcome.NotAccepted(missing);
        var plan = ExecutionPlan.derive(offered, now);
        if (!plan.hash().equals(previewed)) return new PlanOutcome.Changed(plan.hash());
        var touched = accounts(sharings.inForce(List.of(account), now));
        touched.addAll(accounts(offered));
        sharings.putInForce(offered, now);
        refresh(touched, now);
        var groupId = ExecutionPlan.groupId(offered).orElseThrow();
        var version = plans.current(groupId).map(it -> it.version() + 1).orElse(1L);
        var activated = new ActivatedPlan(groupId, version, plan.hash(), PlanView.of(plan), now);
        plans.save(activated);
        return new PlanOutcome.Activated(activated);
    }

    @Transactional(readOnly = true)
    PlanOutcome current(AccountId account) {
        var group = sharings.inForce(List.of(account), now());
        if (group.isEmpty()) return new PlanOutcome.NoGroup(account);
        var groupId = ExecutionPlan.groupId(group).orElseThrow();
        return plans.current(groupId).<PlanOutcome>map(PlanOutcome.Activated::new)
                .orElseGet(() -> new PlanOutcome.NoPlan(groupId));
    }

    /** In the transaction of the change, so that charging is told if and only if it happened. */
    @Override
    public void audiencesChanged(Collection<AccountId> accounts) {
        plans.serialize();
        refresh(new HashSet<>(accounts), now());
    }

    private void refresh(Collection<AccountId> accounts, Instant now) {
        var group = sharings.inForce(accounts, now);
        announcements.announce(group, now);
        var plan = ExecutionPlan.derive(group, now);
        var touched = new HashSet<>(accounts);
        touched.addAll(accounts(group));
        var known = plans.published(touched);
        var changed = new ArrayList<PlanChanged>();
        for (var account : touched.stream().sorted(comparing(AccountId::value)).toList()) {
            var walks = plan.walks().get(account);
            var before = known.get(account);
            if (walks == null && before == null) continue;
            var next = next(before, account, walks == null ? List.of() : walks.planned(), plan.hash(), now);
            if (before == null || !after(before, now).equals(after(next, now))) changed.add(next);
        }
        plans.published(changed);
        outbox.publishAll(changed);
    }

    private static PlanChanged next(@Nullable PlanChanged before, AccountId account,
            List<PlannedInterval> planned, String hash, Instant now) {
        var intervals = new ArrayList<PlannedInterval>();
        if (before != null) intervals.addAll(past(before, now));
        intervals.addAll(planned);
        return new PlanChanged(account, before == null ? 1 : before.version() + 1, hash, intervals);
    }

    /** What was planned until now, as far as somebody may still need it. */
    private static List<PlannedInterval> past(PlanChanged plan, Instant now) {
        var since = now.minus(KEPT);
        return plan.intervals().stream().map(it -> clipped(it, since, now)).filter(Objects::nonNull).toList();
    }

    private static List<PlannedInterval> after(PlanChanged plan, Instant now) {
        return plan.intervals().stream().map(it -> clipped(it, now, Instant.MAX)).filter(Objects::nonNull).toList();
    }

    private static @Nullable PlannedInterval clipped(PlannedInterval it, Instant from,
            Instant to) {
        var begin = it.during().from().isBefore(from) ? from : it.during().from();
        var ends = it.during().to();
        var end = ends == null ? to : ends.isBefore(to) ? ends : to;
        if (!begin.isBefore(end)) return null;
        return new PlannedInterval(new Interval(begin, end.equals(Instant.MAX) ? null : end), it.orders());
    }

    private static HashSet<AccountId> accounts(Collection<SharedPackage> group) {
        var accounts = new HashSet<AccountId>();
        group.forEach(shared -> shared.accounts().forEach(accounts::add));
        return accounts;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
