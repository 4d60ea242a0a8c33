package io.planshare.charging.notify;

import java.util.Collection;
import java.util.List;

import org.springframework.stereotype.Service;

import io.planshare.event.TheftEvent.RestrictionChanged;
import io.planshare.kit.restriction.RestrictionEnforcer;
import io.planshare.model.ProtectedTraffic;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toMap;

/**
 * Ends the sessions of a device that was cut off, instead of waiting for their next report. One that carries emergency
 * traffic goes on, and only its other rating groups are asked back: they are denied.
 */
@Service
class Aborts implements RestrictionEnforcer {

    private final OpenSessionStore sessions;
    private final Notifications notifications;
    private final ProtectedTraffic emergency;

    Aborts(OpenSessionStore sessions, Notifications notifications, ProtectedTraffic emergency) {
        this.sessions = sessions;
        this.notifications = notifications;
        this.emergency = emergency;
    }

    @Override
    public String apply(RestrictionChanged change) {
        if (!change.level().deniesTraffic()) return "nothing to end at " + change.level();
        var open = sessions.sessions(change.deviceId(), change.subscriptionIds());
        var byProtection = open.stream().collect(partitioningBy(session -> session.isProtected(emergency)));
        var told = abort(byProtection.getOrDefault(false, List.of()))
                + reauthorize(byProtection.getOrDefault(true, List.of()));
        return open.size() + " sessions open, " + told + " told to end; all are denied at their next request";
    }

    private int abort(Collection<OpenSession> ending) {
        return notifications.abort(ending.stream().map(OpenSession::ref).toList());
    }

    private int reauthorize(Collection<OpenSession> goingOn) {
        return notifications.reauthorize(goingOn.stream().filter(session -> !session.otherGroups(emergency).isEmpty())
                .collect(toMap(OpenSession::ref, session -> session.otherGroups(emergency))));
    }
}
