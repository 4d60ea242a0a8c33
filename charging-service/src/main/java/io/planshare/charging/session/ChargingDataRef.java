package io.planshare.charging.session;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names a charging session towards the network (TS 32.291 ChargingDataRef). Carries the anchor, which is the device or,
 * without one, the subscription: by it the session is found wherever the tables are spread.
 */
public record ChargingDataRef(UUID anchorId, UUID sessionId) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f-]{36})\\.([0-9a-f-]{36})");

    /** The reference a path names; empty when it is none of ours. */
    public static Optional<ChargingDataRef> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) return Optional.empty();
        try {
            return Optional
                    .of(new ChargingDataRef(UUID.fromString(matcher.group(1)), UUID.fromString(matcher.group(2))));
        } catch (IllegalArgumentException notAUuid) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return anchorId + "." + sessionId;
    }
}
