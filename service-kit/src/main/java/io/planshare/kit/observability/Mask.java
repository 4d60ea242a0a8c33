package io.planshare.kit.observability;

import java.util.regex.Pattern;

/**
 * The safety net under masked identifiers: whatever text leaves by logs, traces or the audit passes here. Hides runs of
 * 14 to 20 digits but for the last two, and whatever follows {@code imsi-}, {@code msisdn-}, {@code imei-},
 * {@code imeisv-} or {@code iccid-}.
 */
public final class Mask {

    // One pass, possessive and without back-tracking into the run: it sees every line of the log.
    private static final Pattern NUMBER = Pattern.compile(
            "(?i)(imsi-|msisdn-|imei-|imeisv-|iccid-)\\d++|(?<![0-9A-Za-z])\\d{12,18}(?=\\d{2}(?![0-9A-Za-z]))");

    private Mask() {}

    public static String of(String text) {
        if (!mayHold(text)) return text;
        return NUMBER.matcher(text).replaceAll(found -> found.group(1) == null ? "***" : found.group(1) + "***");
    }

    /** Most lines hold no long number: they are let through without the pattern. */
    private static boolean mayHold(String text) {
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            run = c >= '0' && c <= '9' ? run + 1 : 0;
            if (run == 4) return true;
        }
        return false;
    }
}
