package io.planshare.charging.sharing;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.planshare.charging.limit.LimitAdjustment;
import io.planshare.charging.limit.LimitAdjustment.Limit;
import io.planshare.event.CreditEvent.LimitAdjusted;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.event.CreditEvent.MovedLimit;
import io.planshare.model.Id;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;

/**
 * An adjustment as it stands in the history.
 *
 * @param limits empty where they moved by an epoch: the reason says to which levels
 */
public record RecordedAdjustment(UUID id, ProviderAccountId providerAccountId, Set<LimitTrigger> triggers,
        List<Limit> limits, Units inCommon, String reason, Instant adjustedAt) {

    static RecordedAdjustment of(ProviderAccountId id, LimitAdjustment made, Instant now) {
        return new RecordedAdjustment(Id.next(), id, made.triggers(), made.limits(), made.inCommon(), made.reason(),
                now);
    }

    static RecordedAdjustment of(ProviderAccountId id, Set<LimitTrigger> triggers, String reason, Units inCommon,
            Instant now) {
        return new RecordedAdjustment(Id.next(), id, triggers, List.of(), inCommon, reason, now);
    }

    LimitAdjusted event() {
        var moved = limits.stream().filter(limit -> !limit.after().equals(limit.before()))
                .map(limit -> new MovedLimit(limit.id(), limit.before(), limit.after())).toList();
        return new LimitAdjusted(id, providerAccountId, triggers.stream().sorted().toList(), moved, reason, adjustedAt);
    }
}
