package io.planshare.quota.simgroup;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.micrometer.core.instrument.MeterRegistry;

import io.planshare.kit.outbox.Outbox;
import io.planshare.model.SimCardId;

/**
 * What time does to groups: a new cycle, old data, bars that nobody acknowledged. Of several instances each takes what the
 * others have not locked. Metric to alert on: {@code planshare.sim-group.resent}, by the service that is missing.
 */
@Service
class SimGroupSchedule {

    private static final Logger log = LoggerFactory.getLogger(SimGroupSchedule.class);

    private final SimGroupStore groups;
    private final CardRecordStore records;
    private final GroupEvaluations evaluations;
    private final SimGroupSettings settings;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;

    SimGroupSchedule(SimGroupStore groups, CardRecordStore records, GroupEvaluations evaluations,
            SimGroupSettings settings, Outbox outbox, Clock clock, MeterRegistry meters) {
        this.groups = groups;
        this.records = records;
        this.evaluations = evaluations;
        this.settings = settings;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    @Scheduled(fixedDelayString = "${planshare.sim-group.look-every:500ms}")
    @Transactional
    void evaluateDue() {
        groups.lockDue(clock.instant()).forEach(group -> evaluations.evaluate(group, group));
    }

    @Scheduled(fixedDelayString = "${planshare.sim-group.look-every:500ms}")
    @Transactional
    void sendAgain() {
        var now = clock.instant();
        var overdue = records.lockOverdue(now);
        if (overdue.isEmpty()) return;
        var next = new LinkedHashMap<SimCardId, Instant>();
        for (var late : overdue) {
            var wait = settings.waitAfter(late.sends() + 1);
            next.put(late.record().simCardId(), now.plus(wait));
            late.lacking().forEach(
                    service -> meters.counter("planshare.sim-group.resent", "service", service).increment());
        }
        // One line: with a service away there may be thousands.
        var first = overdue.getFirst();
        log.warn("no acknowledgement of {} cards: sent again; among them version {} of card {}, from {}",
                overdue.size(), first.record().version(), first.record().simCardId(), first.lacking());
        records.sentAgain(next);
        outbox.publishAll(overdue.stream().map(CardRecordStore.Overdue::record).toList());
    }
}
