package io.planshare.model;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Something a device can do that somebody may pay for (spec S1): a code and the traffic that belongs to it. The code is
 * one of the well-known ones below or {@code CONTENT:<seller>}.
 */
public record Capability(String code, List<TrafficMatch> matches) {

    public static final String EMERGENCY = "EMERGENCY";
    /** Lets a stolen device still tell where it is: never denied by a restriction. */
    public static final String RECOVERY_BEACON = "RECOVERY_BEACON";
    /** All traffic that no other capability of the device matches. */
    public static final String UNCLASSIFIED = "UNCLASSIFIED";

    private static final Pattern CODE = Pattern
            .compile("OEM_TELEMATICS|SAFETY|OTA_UPDATE|INSURANCE|INFOTAINMENT|HOTSPOT|VOICE|MESSAGING|RECOVERY_BEACON"
                    + "|UNCLASSIFIED|CONTENT:[A-Za-z0-9._-]{1,64}");
    private static final Pattern CONSUMER = Pattern
            .compile("INFOTAINMENT|HOTSPOT|VOICE|MESSAGING|UNCLASSIFIED|CONTENT:.*");

    public Capability {
        matches = List.copyOf(matches);
        if (!isCode(code)) throw new IllegalArgumentException("unknown capability code");
    }

    public static boolean isCode(String code) {
        return CODE.matcher(code).matches();
    }

    /** Whether the person who uses the device pays before a sponsor does (spec S1, rule 5). */
    public static boolean isForConsumers(String code) {
        return CONSUMER.matcher(code).matches();
    }
}
