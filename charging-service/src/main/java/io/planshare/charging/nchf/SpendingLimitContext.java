package io.planshare.charging.nchf;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;
import tools.jackson.core.JacksonException;

import io.planshare.charging.notify.NotifyHosts;
import io.planshare.charging.spending.SpendingRequest;
import io.planshare.model.Imsi;
import io.planshare.model.InvalidIdentifier;

/** Whose policy counters a policy function watches, and where it is told (TS 29.594 SpendingLimitContext). */
@Schema(description = "TS 29.594 SpendingLimitContext: the members that we read; others are ignored")
record SpendingLimitContext(
        @Schema(description = "imsi-<digits>; required to subscribe", example = "imsi-001010000000113") @Nullable String supi,
        @Schema(description = "Does not identify a subscriber here") @Nullable String gpsi,
        @Schema(description = "octets, seconds, events, money, each also with .rg<rating group>; all there are where absent") List<String> policyCounterIds,
        @Schema(description = "http or https; its host is in the allow-list of this deployment; required to subscribe") @Nullable String notifUri,
        @Schema(description = "Then the subscription ends by itself") @Nullable Instant expiry,
        @Schema(description = "Comes back with each notification") @Nullable String notifId) {

    static final SpendingLimitContext NONE = new SpendingLimitContext(null, null, List.of(), null, null, null);
    private static final int COUNTERS_MAX = 64;
    private static final int LONGEST = 256;

    SpendingLimitContext {
        policyCounterIds = List.copyOf(policyCounterIds);
    }

    static SpendingLimitContext read(byte[] bytes) {
        try (var body = new JsonBody(bytes, "")) {
            var context = read(body);
            body.end();
            return context;
        } catch (JacksonException broken) {
            throw Refused.broken(broken);
        }
    }

    /** Where these stand in the body. */
    List<String> pointersTo(Collection<String> counters) {
        return IntStream.range(0, policyCounterIds.size()).filter(i -> counters.contains(policyCounterIds.get(i)))
                .mapToObj(i -> "/policyCounterIds/" + i).toList();
    }

    SpendingRequest toSubscribe(NotifyHosts hosts, Instant now) {
        if (supi == null && gpsi != null) throw new Refused(ProblemDetails.subscriberUnknown("/gpsi"));
        if (supi == null) throw Refused.missing("/supi");
        if (notifUri == null) throw Refused.missing("/notifUri");
        return toModify(hosts, now);
    }

    SpendingRequest toModify(NotifyHosts hosts, Instant now) {
        if (expiry != null && !expiry.isAfter(now)) throw Refused.incorrect("/expiry", "must lie in the future");
        return new SpendingRequest(supi == null ? null : imsi(supi), policyCounterIds,
                notifUri == null ? null : checked(notifUri, hosts), notifId, expiry);
    }

    private static SpendingLimitContext read(JsonBody body) {
        @Nullable
        String supi = null;
        @Nullable
        String gpsi = null;
        @Nullable
        String uri = null;
        @Nullable
        String notifId = null;
        @Nullable
        Instant expiry = null;
        List<String> counters = List.of();
        body.enterObject();
        for (var name = body.nextName(); name != null; name = body.nextName()) {
            switch (name) {
                case "supi" -> supi = body.text(LONGEST);
                case "gpsi" -> gpsi = body.text(LONGEST);
                case "policyCounterIds" -> counters = ids(body);
                case "notifUri" -> uri = body.text(2048);
                case "expiry" -> expiry = body.instant();
                case "notifId" -> notifId = body.text(LONGEST);
                default -> body.skip();
            }
        }
        return new SpendingLimitContext(supi, gpsi, counters, uri, expiry, notifId);
    }

    private static List<String> ids(JsonBody body) {
        var ids = new ArrayList<String>();
        body.enterArray();
        while (body.nextElement()) {
            ids.add(body.text(LONGEST));
            if (ids.size() > COUNTERS_MAX) throw body.wrong("brings the counters above " + COUNTERS_MAX);
        }
        return ids;
    }

    private static Imsi imsi(String supi) {
        try {
            return Imsi.ofSupi(supi);
        } catch (InvalidIdentifier wrong) {
            throw Refused.incorrect("/supi", "must be imsi- and 6 to 15 digits");
        }
    }

    private static URI checked(String text, NotifyHosts hosts) {
        try {
            var uri = new URI(text);
            hosts.refusal(uri).ifPresent(reason -> {
                throw Refused.incorrect("/notifUri", reason);
            });
            if (uri.getRawQuery() != null)
                throw Refused.incorrect("/notifUri", "must have no query: a path follows it");
            return uri;
        } catch (URISyntaxException notOne) {
            throw Refused.incorrect("/notifUri", "must be an http or https address");
        }
    }
}
