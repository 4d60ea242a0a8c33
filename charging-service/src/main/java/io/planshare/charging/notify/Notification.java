package io.planshare.charging.notify;

import java.util.List;
import java.util.UUID;

import io.planshare.charging.session.ChargingDataRef;

import static java.util.stream.Collectors.joining;

/**
 * Something that a network function has to be told about one of its sessions (TS 32.291 ChargingNotifyRequest).
 *
 * @param notifyUri where, as the network function gave it
 * @param ratingGroups which of them to report and ask for again; none for all
 * @param attempts so many so far, this one counted
 * @param stillOpen whether the session is open
 */
record Notification(UUID id, ChargingDataRef session, String notifyUri, Type type, List<Long> ratingGroups,
        int attempts, boolean stillOpen) {

    /** TS 32.291 NotificationType. */
    enum Type {
        /** Report what was used and ask again. */
        REAUTHORIZATION,
        /** End the session. */
        ABORT_CHARGING
    }

    Notification {
        ratingGroups = List.copyOf(ratingGroups);
    }

    Callback toCallback() {
        return new Callback(id, 0, notifyUri, body(), type.name(), "session " + session, attempts, !stillOpen);
    }

    /** TS 32.291 ChargingNotifyRequest. */
    private String body() {
        var begin = "{\"notificationType\":\"" + type + "\"";
        if (ratingGroups.isEmpty()) return begin + "}";
        return ratingGroups.stream().map(group -> "{\"ratingGroup\":" + group + "}")
                .collect(joining(",", begin + ",\"reauthorizationDetails\":[", "]}"));
    }
}
