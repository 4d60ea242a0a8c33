package io.planshare.sim.card;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import io.planshare.event.EnforcementEvent.Cause;
import io.planshare.event.EnforcementEvent.EnforcementApplied;
import io.planshare.event.SimGroupEvent.SimGroupCardChanged;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;
import io.planshare.kit.outbox.Outbox;

/** Bars the cards that their SIM group bars; acknowledges every delivery, in the transaction of its effect (spec S8). */
@Component
class GroupBarListener implements EventConsumer {

    private static final String KNOWN = "nothing to do: this version or a later one is in force";

    private final CardGroupBarStore bars;
    private final CardBars cardBars;
    private final Outbox outbox;
    private final Clock clock;
    private final String service;

    GroupBarListener(CardGroupBarStore bars, CardBars cardBars, Outbox outbox, Clock clock,
            @Value("${spring.application.name}") String service) {
        this.bars = bars;
        this.cardBars = cardBars;
        this.outbox = outbox;
        this.clock = clock;
        this.service = service;
    }

    @Override
    public String name() {
        return "group-bar";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.SIM_GROUP);
    }

    @Override
    public void accept(List<Received> received) {
        var told = received.stream().map(Received::event).filter(SimGroupCardChanged.class::isInstance)
                .map(SimGroupCardChanged.class::cast).toList();
        // All at once and in their order: one by one, two transactions could wait for each other.
        cardBars.lock(told.stream().map(SimGroupCardChanged::simCardId).distinct().toList());
        outbox.publishAll(told.stream().map(this::applied).toList());
    }

    private EnforcementApplied applied(SimGroupCardChanged card) {
        var detail = bars.keepNewer(card) ? cardBars.apply(List.of(card.simCardId())) : KNOWN;
        var took = Duration.between(card.changedAt(), clock.instant());
        return new EnforcementApplied(Cause.SIM_GROUP, card.groupId().toString(), card.simCardId().value(),
                card.version(), service, took.isNegative() ? Duration.ZERO : took, detail);
    }
}
