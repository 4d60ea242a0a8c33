package io.planshare.charging.nchf;

import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

/** Which network function asks (TS 32.291 NFIdentification). Its name should be a UUID and often is not. */
record NfIdentification(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) String nodeFunctionality,
        @Nullable String nFName, @Nullable String nFFqdn, @Nullable String nFIPv4Address,
        @Nullable String nFIPv6Address) {

    private static final int LONGEST = 256;

    static NfIdentification read(JsonBody body) {
        @Nullable
        String function = null;
        @Nullable
        String name = null;
        @Nullable
        String fqdn = null;
        @Nullable
        String v4 = null;
        @Nullable
        String v6 = null;
        body.enterObject();
        for (var member = body.nextName(); member != null; member = body.nextName()) {
            switch (member) {
                case "nodeFunctionality" -> function = body.text(LONGEST);
                case "nFName" -> name = body.textOrNumber(LONGEST);
                case "nFFqdn" -> fqdn = body.text(LONGEST);
                case "nFIPv4Address" -> v4 = body.text(LONGEST);
                case "nFIPv6Address" -> v6 = body.text(LONGEST);
                default -> body.skip();
            }
        }
        return new NfIdentification(body.required("nodeFunctionality", function), name, fqdn, v4, v6);
    }

    /** What tells it from others best: chargingIds are unique in that. */
    String consumer() {
        return Stream.of(nFName, nFFqdn, nFIPv4Address, nFIPv6Address).filter(Objects::nonNull)
                .filter(text -> !text.isBlank()).findFirst().orElse(nodeFunctionality);
    }
}
