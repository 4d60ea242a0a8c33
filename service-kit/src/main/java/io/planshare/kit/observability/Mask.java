package io.planshare.kit.observability;

import java.util.List;
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

    private static final int LONG = 14;
    private static final List<String> WORDS = List.of("imsi-", "msisdn-", "imei-", "imeisv-", "iccid-");

    private Mask() {}

    public static String of(String text) {
        if (!mayHold(text)) return text;
        return NUMBER.matcher(text).replaceAll(found -> found.group(1) == null ? "***" : found.group(1) + "***");
    }

    /** Most lines hold neither a long number nor one of the words: they are let through without the pattern. */
    private static boolean mayHold(String text) {
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            run = c >= '0' && c <= '9' ? run + 1 : 0;
            if (run == LONG || run == 1 && i > 0 && text.charAt(i - 1) == '-' && followsWord(text, i)) return true;
        }
        return false;
    }

    private static boolean followsWord(String text, int end) {
        for (var word : WORDS) {
            if (text.regionMatches(true, end - word.length(), word, 0, word.length())) return true;
        }
        return false;
    }
}
