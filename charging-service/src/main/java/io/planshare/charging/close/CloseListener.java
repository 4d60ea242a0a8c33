package io.planshare.charging.close;

import java.util.List;
import java.util.Set;

import org.springframework.stereotype.Component;

import io.planshare.event.QuotaEvent.CloseProposed;
import io.planshare.event.QuotaEvent.CloseRequested;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;

/** Hears what quota asks and proposes. */
@Component
class CloseListener implements EventConsumer {

    private final Closes closes;

    CloseListener(Closes closes) {
        this.closes = closes;
    }

    @Override
    public String name() {
        return "closes";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.DEDUCTION);
    }

    /** Hundreds of moves come in one event, and their accounts are locked while they are booked. */
    @Override
    public int batchMax() {
        return 1;
    }

    @Override
    public void accept(List<Received> received) {
        for (var each : received) {
            if (each.event() instanceof CloseRequested asked) closes.prepare(asked);
            if (each.event() instanceof CloseProposed proposed) closes.post(proposed);
        }
    }
}
