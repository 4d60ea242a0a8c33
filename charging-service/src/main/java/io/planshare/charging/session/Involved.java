package io.planshare.charging.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.planshare.charging.cap.CapCounter;
import io.planshare.charging.cap.Caps;
import io.planshare.charging.payer.Payer;
import io.planshare.charging.payer.Payers;
import io.planshare.charging.payer.Payers.Question;
import io.planshare.model.SimGroupId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Traffic;

/**
 * Whose accounts and caps a request will touch: what has to be locked before it is decided. Asks the same questions as the
 * decision will.
 */
record Involved(Set<SubscriptionId> payers, List<CapCounter> caps, Set<SimGroupId> groups, Instant earliest,
        Set<Question> unanswered) {

    static Involved in(ChargingSession session, ChargingRequest request, Payers payers, Instant now, Asked asked) {
        var found = new Finder(session, payers, now, asked);
        for (var unitUsage : request.usages()) {
            for (var used : unitUsage.used()) {
                var from = session.reportedUntil(unitUsage.ratingGroup());
                var to = used.triggeredAt() == null ? request.invocationTimeStamp() : used.triggeredAt();
                UsageSpan.cut(from, to, used.units(), payers.changesBetween(from, to)).forEach(span -> found
                        .add(session.traffic(unitUsage.ratingGroup(), used.serviceId()), span.occurredAt()));
            }
            if (unitUsage.requested() != null) found.add(session.traffic(unitUsage.ratingGroup(), null), now);
        }
        found.addGrants();
        return new Involved(found.payers, found.caps, found.groups, found.earliest, found.unanswered);
    }

    private static final class Finder {
        private final ChargingSession session;
        private final Payers who;
        private final Asked asked;
        private final Set<SubscriptionId> payers = new LinkedHashSet<>();
        private final List<CapCounter> caps = new ArrayList<>();
        private final Set<SimGroupId> groups = new HashSet<>();
        private final Set<Question> unanswered = new HashSet<>();
        private Instant earliest;

        Finder(ChargingSession session, Payers who, Instant now, Asked asked) {
            this.session = session;
            this.who = who;
            this.asked = asked;
            this.earliest = now;
            var grouped = who.subscription().grouped();
            if (grouped != null) groups.add(grouped.groupId());
        }

        void add(Traffic traffic, Instant at) {
            if (at.isBefore(earliest)) earliest = at;
            var question = new Question(traffic, at);
            if (who.needsHistory(at) && !asked.older().containsKey(question)) {
                unanswered.add(question);
            } else if (who.resolve(traffic, at) instanceof Payer.Subscriber payer) {
                payers.add(payer.subscriptionId());
                if (payer.enrollment() != null) Caps.fresh(payer.enrollment(), at).forEach(caps::add);
            }
        }

        void addGrants() {
            for (var state : session.ratingGroups().values()) {
                var grant = state.grant();
                if (grant == null) continue;
                payers.add(grant.payer());
                if (grant.simGroup() != null) groups.add(grant.simGroup());
                if (grant.enrollment() != null) Caps.fresh(grant.enrollment(), grant.grantedAt()).forEach(caps::add);
            }
        }
    }
}
