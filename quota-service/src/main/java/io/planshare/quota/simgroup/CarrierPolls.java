package io.planshare.quota.simgroup;

import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Executors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import io.micrometer.core.instrument.MeterRegistry;

import io.planshare.model.SimGroupId;

/**
 * Asks carriers what is left of groups' allowances. A carrier that fails is asked less and less often; the group's staleness
 * rule decides meanwhile. Metric to alert on: {@code planshare.sim-group.carrier.failed}, by server.
 */
@Service
class CarrierPolls {

    private static final Logger log = LoggerFactory.getLogger(CarrierPolls.class);

    private final CarrierStore polls;
    private final SimGroupStore groups;
    private final GroupEvaluations evaluations;
    private final CarrierServer carriers;
    private final CarrierSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final MeterRegistry meters;

    CarrierPolls(CarrierStore polls, SimGroupStore groups, GroupEvaluations evaluations, CarrierServer carriers,
            CarrierSettings settings, PlatformTransactionManager transactions, Clock clock, MeterRegistry meters) {
        this.polls = polls;
        this.groups = groups;
        this.evaluations = evaluations;
        this.carriers = carriers;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.meters = meters;
    }

    /** Whether a carrier of this name can be asked. */
    boolean knows(String server) {
        return settings.servers().containsKey(server);
    }

    /** @return false for a group that is not there */
    @Transactional
    boolean set(SimGroupId id, CarrierServer.Bucket bucket) {
        return groups.lock(id).map(group -> {
            polls.set(id, bucket, clock.instant());
            return true;
        }).orElse(false);
    }

    @Scheduled(fixedDelayString = "${planshare.carriers.look-every:1s}")
    void pollDue() {
        if (settings.servers().isEmpty()) return;
        var now = clock.instant();
        var lease = now.plus(settings.timeout().multipliedBy(4));
        var due = Objects
                .requireNonNull(transaction.execute(_ -> polls.claim(settings.servers().keySet(), now, lease)));
        if (due.isEmpty()) return;
        // One that is slow keeps nobody waiting.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            due.forEach(each -> threads.submit(() -> poll(each)));
        }
    }

    private void poll(CarrierStore.Due due) {
        try {
            var answer = carriers.ask(due.bucket());
            transaction.executeWithoutResult(
                    _ -> groups.lock(due.groupId()).ifPresent(group -> heard(group, due, answer)));
        } catch (RuntimeException e) {
            log.warn("the carrier's answer about group {} was not taken; it is asked again when the lease ends",
                    due.groupId(), e);
        }
    }

    private void heard(SimGroup group, CarrierStore.Due due, CarrierServer.Answer answer) {
        var now = clock.instant();
        switch (answer) {
            case CarrierServer.Answer.Told(var snapshot) -> {
                polls.asked(group.id(), 0, now.plus(settings.every()));
                evaluations.evaluate(group, evaluations.current(group).told(snapshot));
            }
            case CarrierServer.Answer.NotNow(var why, var wished) -> {
                var failures = due.failures() + 1;
                var wait = settings.waitAfter(failures, wished);
                polls.asked(group.id(), failures, now.plus(wait));
                meters.counter("planshare.sim-group.carrier.failed", "server", due.bucket().server()).increment();
                log.warn("carrier {} gave no figure for group {} ({}), for the {}th time: asked again in {}",
                        due.bucket().server(), group.id(), why, failures, wait);
            }
        }
    }
}
