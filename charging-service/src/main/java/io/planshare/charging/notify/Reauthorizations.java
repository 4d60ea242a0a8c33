package io.planshare.charging.notify;

import java.time.Clock;
import java.util.Collection;
import java.util.List;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.kit.restriction.Restrictions;
import io.planshare.model.PayerMap;
import io.planshare.model.ProtectedTraffic;
import io.planshare.model.SimCardId;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

/** What the network holds on behalf of one payer is asked back when another one begins to pay. */
@Service
public class Reauthorizations {

    private final OpenSessionStore sessions;
    private final Notifications notifications;
    private final Restrictions restrictions;
    private final ProtectedTraffic emergency;
    private final Clock clock;

    Reauthorizations(OpenSessionStore sessions, Notifications notifications, Restrictions restrictions,
            ProtectedTraffic emergency, Clock clock) {
        this.sessions = sessions;
        this.notifications = notifications;
        this.restrictions = restrictions;
        this.emergency = emergency;
        this.clock = clock;
    }

    /** In the transaction that stores the map, after it; an outdated map changes nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void payersChanged(PayerMap map) {
        var held = sessions.quotas(map.deviceId(), map.version());
        if (held.isEmpty()) return;
        var level = restrictions.levelOf(map.deviceId());
        var now = clock.instant();
        notifications.reauthorize(held.stream().filter(quota -> quota.changesHands(map, now, level, emergency))
                .collect(groupingBy(OpenQuota::session, mapping(OpenQuota::ratingGroup, toList()))));
    }

    /** In the transaction that stores the bars: what these cards hold is reported and asked for again, and then denied. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void cardsBarred(Collection<SimCardId> cards) {
        notifications.reauthorize(sessions.ofCards(cards).stream().collect(toMap(identity(), _ -> List.<Long>of())));
    }
}
