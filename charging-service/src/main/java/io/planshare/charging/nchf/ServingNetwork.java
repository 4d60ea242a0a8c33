package io.planshare.charging.nchf;

import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Finds the network (MCC and MNC) that serves a session in the places where network functions tell it. */
final class ServingNetwork {

    private static final Pattern FORM = Pattern.compile("\\d{5,6}");
    private static final int LONGEST = 256;
    /** Member by member down to a PlmnId (TS 29.571 UserLocation; TS 32.291 ServingNetworkFunctionID). */
    private static final Set<String> INSIDE = Set.of("nrLocation", "eutraLocation", "tai", "ncgi", "ecgi", "plmnId",
            "servingNetworkFunctionInformation", "nFPLMNID");

    private ServingNetwork() {}

    /**
     * Reads the object at hand: a PlmnId, or something that has one inside; null where there is none that can be one:
     * releases differ in their form, and nothing is refused for it.
     */
    static @Nullable String read(JsonBody body) {
        if (!body.isObject()) {
            body.skip();
            return null;
        }
        @Nullable
        String mcc = null;
        @Nullable
        String mnc = null;
        @Nullable
        String inside = null;
        for (var name = body.nextName(); name != null; name = body.nextName()) {
            if (name.equals("mcc")) {
                mcc = body.text(LONGEST);
            } else if (name.equals("mnc")) {
                mnc = body.text(LONGEST);
            } else if (INSIDE.contains(name)) {
                var found = read(body);
                if (inside == null) inside = found;
            } else {
                body.skip();
            }
        }
        if (mcc == null || mnc == null || !FORM.matcher(mcc + mnc).matches()) return inside;
        return mcc + mnc;
    }
}
