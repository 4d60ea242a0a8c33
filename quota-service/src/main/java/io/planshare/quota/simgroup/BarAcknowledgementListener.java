package io.planshare.quota.simgroup;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import io.planshare.event.EnforcementEvent.Cause;
import io.planshare.event.EnforcementEvent.EnforcementApplied;
import io.planshare.event.EnforcementEvent.EnforcementFailed;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;
import io.planshare.quota.simgroup.CardRecordStore.Acknowledged;

/** Hears which service obeys which card's record. Answers to theft's restrictions are left out. */
@Component
class BarAcknowledgementListener implements EventConsumer {

    private static final Logger log = LoggerFactory.getLogger(BarAcknowledgementListener.class);

    private final SimGroupStore groups;
    private final CardRecordStore records;

    BarAcknowledgementListener(SimGroupStore groups, CardRecordStore records) {
        this.groups = groups;
        this.records = records;
    }

    @Override
    public String name() {
        return "bar-acknowledgements";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.ENFORCEMENT_ACK);
    }

    /** An answer that was heard before changes nothing. */
    @Override
    public boolean idempotentByNature() {
        return true;
    }

    @Override
    public void accept(List<Received> events) {
        var answers = events.stream().map(Received::event).filter(EnforcementApplied.class::isInstance)
                .map(EnforcementApplied.class::cast).filter(it -> it.cause() == Cause.SIM_GROUP).toList();
        // Cards are written under their group's lock everywhere, or two writers could wait for each other.
        groups.lock(answers.stream().map(it -> new SimGroupId(UUID.fromString(it.subjectKey()))).distinct().toList());
        records.acknowledge(answers.stream()
                .map(it -> new Acknowledged(new SimCardId(it.enforcedId()), it.version(), it.service())).toList());
        for (var received : events) {
            if (received.event() instanceof EnforcementFailed it && it.cause() == Cause.SIM_GROUP) {
                log.warn("{} could not apply version {} of card {}; it is sent again until it can", it.service(),
                        it.version(), it.enforcedId());
            }
        }
    }
}
