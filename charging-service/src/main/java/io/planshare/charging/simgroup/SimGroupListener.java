package io.planshare.charging.simgroup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.notify.Reauthorizations;
import io.planshare.event.EnforcementEvent.Cause;
import io.planshare.event.EnforcementEvent.EnforcementApplied;
import io.planshare.event.SimGroupEvent.SimGroupCardChanged;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.SimCardId;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/**
 * Keeps what cards may use of their SIM groups and acknowledges every delivery: the acknowledgement is committed with the
 * bar, so the next decision denies. What a card barred anew holds is asked back.
 */
@Component
class SimGroupListener implements EventConsumer {

    private static final String STORED = "stored";
    private static final String KNOWN = "nothing to do: this version or a later one is in force";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Outbox outbox;
    private final Reauthorizations reauthorizations;
    private final Clock clock;
    private final String service;

    SimGroupListener(JdbcClient jdbc, JsonMapper json, Outbox outbox, Reauthorizations reauthorizations, Clock clock,
            @Value("${spring.application.name}") String service) {
        this.jdbc = jdbc;
        this.json = json;
        this.outbox = outbox;
        this.reauthorizations = reauthorizations;
        this.clock = clock;
        this.service = service;
    }

    @Override
    public String name() {
        return "sim-group";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.SIM_GROUP);
    }

    @Override
    public void accept(List<Received> received) {
        var told = received.stream().map(Received::event).filter(SimGroupCardChanged.class::isInstance)
                .map(SimGroupCardChanged.class::cast).toList();
        if (told.isEmpty()) return;
        var newest = told.stream().collect(
                toMap(SimGroupCardChanged::simCardId, identity(), (a, b) -> a.version() > b.version() ? a : b));
        var barredBefore = barred(newest.keySet());
        var stored = store(newest.values());
        var barredNow = newest.values().stream().filter(SimGroupCardChanged::deniesTraffic)
                .map(SimGroupCardChanged::simCardId).filter(card -> stored.contains(card)
                        && !barredBefore.contains(card))
                .toList();
        if (!barredNow.isEmpty()) reauthorizations.cardsBarred(barredNow);
        var now = clock.instant();
        outbox.publishAll(told.stream()
                .map(card -> applied(card, stored.contains(card.simCardId()) ? STORED : KNOWN, now)).toList());
    }

    private Set<SimCardId> barred(Collection<SimCardId> cards) {
        return new HashSet<>(jdbc
                .sql("select sim_card_id from sim_group_card where sim_card_id = any(cast(:ids as uuid[])) and barred")
                .param("ids", texts(cards)).query((row, _) -> new SimCardId(row.getObject(1, UUID.class))).list());
    }

    /** @return those of which this is news */
    private Set<SimCardId> store(Collection<SimGroupCardChanged> cards) {
        return new HashSet<>(jdbc
                .sql("""
                     insert into sim_group_card (sim_card_id, version, sim_group_id, allowances, barred)
                     select * from unnest(cast(:ids as uuid[]), cast(:versions as bigint[]), cast(:groups as uuid[]),
                         cast(:allowances as jsonb[]), cast(:barred as boolean[])) order by 1
                     on conflict (sim_card_id) do update set version = excluded.version, sim_group_id = excluded.sim_group_id,
                         allowances = excluded.allowances, barred = excluded.barred
                     where sim_group_card.version < excluded.version returning sim_card_id""")
                .param("ids", texts(cards, SimGroupCardChanged::simCardId))
                .param("versions", longs(cards, SimGroupCardChanged::version))
                .param("groups", texts(cards, SimGroupCardChanged::groupId))
                .param("allowances", texts(cards, card -> json.writeValueAsString(card.allowances())))
                .param("barred", texts(cards, SimGroupCardChanged::deniesTraffic))
                .query((row, _) -> new SimCardId(row.getObject(1, UUID.class))).list());
    }

    private EnforcementApplied applied(SimGroupCardChanged card, String detail, Instant now) {
        var took = Duration.between(card.changedAt(), now);
        return new EnforcementApplied(Cause.SIM_GROUP, card.groupId().toString(), card.simCardId().value(),
                card.version(), service, took.isNegative() ? Duration.ZERO : took, detail);
    }
}
