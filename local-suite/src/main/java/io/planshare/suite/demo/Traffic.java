package io.planshare.suite.demo;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;

import io.planshare.suite.issuer.DemoClient;

/** Uses something as a core network would report it: one charging session, opened, used up and released (TS 32.290). */
@Component
class Traffic {
    private static final String SESSIONS = "/nchf-convergedcharging/v3/chargingdata";
    private static final long INTERNET = 1;

    private final ServiceClient services;

    Traffic(ServiceClient services) {
        this.services = services;
    }

    /** Whose card, in which device, for what. */
    enum User {
        ANA(Person.ANA, null, INTERNET),
        TIA(Person.TIA, null, INTERNET),
        ULI(Person.ULI, null,
                INTERNET),
        CAR_TELEMATICS(Person.FLEET, Car.PEI, Car.TELEMATICS),
        CAR_INFOTAINMENT(Person.FLEET,
                Car.PEI, Car.INFOTAINMENT),
        CAR_HOTSPOT(Person.FLEET, Car.PEI, Car.HOTSPOT);

        private final Person card;
        private final @Nullable String pei;
        private final long ratingGroup;

        User(Person card, @Nullable String pei, long ratingGroup) {
            this.card = card;
            this.pei = pei;
            this.ratingGroup = ratingGroup;
        }
    }

    /**
     * What came of it, in octets.
     *
     * @param resultCode 3GPP's word for the decision, as {@code SUCCESS} or {@code QUOTA_LIMIT_REACHED}
     */
    record Outcome(long asked, long granted, String resultCode) {}

    /** @throws IOException charging is away or refuses the session; the message says why */
    Outcome use(User user, long octets) throws IOException, InterruptedException {
        var session = UUID.randomUUID().toString();
        var created = call(SESSIONS, create(user, octets, session), session + "-create", 201);
        JsonNode decision = created.json().path("multipleUnitInformation").path(0);
        long granted = Math.min(octets, decision.path("grantedUnit").path("totalVolume").longValue(0));
        String reference = created.location().substring(created.location().lastIndexOf('/'));
        call(SESSIONS + reference + "/release", release(user, granted), session + "-release", 204);
        return new Outcome(octets, granted, decision.path("resultCode").stringValue("SUCCESS"));
    }

    private ServiceClient.Answer call(String path, Map<String, Object> body, String key, int expected)
            throws IOException, InterruptedException {
        var answer = services.post(DemoClient.NETWORK_FUNCTION, Demos.CHARGING, path, body, key);
        if (answer.status() != expected) {
            throw new IOException("charging answers " + answer.status() + ": " + answer.body());
        }
        return answer;
    }

    private static Map<String, Object> create(User user, long octets, String session) {
        var body = head(0);
        body.put("subscriberIdentifier", "imsi-" + user.card.imsi());
        body.put("multipleUnitUsage", List.of(
                Map.of("ratingGroup", user.ratingGroup, "requestedUnit", Map.of("totalVolume", octets))));
        var device = user.pei == null
                ? Map.<String, Object>of()
                : Map.<String, Object>of("userInformation", Map.of("servedPEI", user.pei));
        var pdu = new LinkedHashMap<String, Object>(device);
        pdu.put("sMFchargingId", session);
        pdu.put("pduSessionInformation", Map.of("pduSessionID", 1, "dnnId", "internet"));
        body.put("pDUSessionChargingInformation", pdu);
        return body;
    }

    private static Map<String, Object> release(User user, long used) {
        var body = head(1);
        body.put("multipleUnitUsage", List.of(Map.of("ratingGroup", user.ratingGroup, "usedUnitContainer",
                List.of(Map.of("localSequenceNumber", 1, "totalVolume", used)))));
        return body;
    }

    private static Map<String, Object> head(int number) {
        return new LinkedHashMap<>(Map.of("nfConsumerIdentification",
                Map.of("nFName", "planshare-demo", "nodeFunctionality", "SMF"),
                "invocationTimeStamp", Instant.now().toString(), "invocationSequenceNumber", number));
    }
}
