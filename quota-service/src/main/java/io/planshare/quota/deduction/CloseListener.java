package io.planshare.quota.deduction;

import java.util.List;
import java.util.Set;

import org.springframework.stereotype.Component;

import io.planshare.event.ChargingEvent.ClosePosted;
import io.planshare.event.ChargingEvent.ClosePrepared;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;

/** Hears what charging answers to a close. */
@Component
class CloseListener implements EventConsumer {

    private final DeductionRuns runs;

    CloseListener(DeductionRuns runs) {
        this.runs = runs;
    }

    @Override
    public String name() {
        return "closes";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.CLOSE);
    }

    @Override
    public void accept(List<Received> received) {
        for (var each : received) {
            if (each.event() instanceof ClosePrepared prepared) runs.prepared(prepared);
            if (each.event() instanceof ClosePosted posted) runs.posted(posted);
        }
    }
}
