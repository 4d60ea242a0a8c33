package io.planshare.charging.notify;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.session.ChargingDataRef;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/**
 * Tells network functions about their sessions, by rows in the caller's transaction that are sent once it is committed:
 * nothing locks a session for it. A session that ended or gave no notifyUri is left out.
 */
@Service
public class Notifications {

    private final NotificationStore store;
    private final Clock clock;

    Notifications(NotificationStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Makes the network report what it used and ask again.
     *
     * @param ratingGroups of each session; none for all it has
     * @return how many sessions will be told
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int reauthorize(Map<ChargingDataRef, ? extends Collection<Long>> ratingGroups) {
        return tell(Notification.Type.REAUTHORIZATION, ratingGroups);
    }

    /**
     * Makes the network end these sessions.
     *
     * @return how many will be told
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int abort(Collection<ChargingDataRef> sessions) {
        return tell(Notification.Type.ABORT_CHARGING,
                sessions.stream().distinct().collect(toMap(identity(), _ -> List.of())));
    }

    private int tell(Notification.Type type, Map<ChargingDataRef, ? extends Collection<Long>> ratingGroups) {
        return ratingGroups.isEmpty() ? 0 : store.insert(type, ratingGroups, clock.instant());
    }
}
