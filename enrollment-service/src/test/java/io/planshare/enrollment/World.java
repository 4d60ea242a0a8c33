package io.planshare.enrollment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;

import static org.assertj.core.api.Assertions.assertThat;

/** Makes parties, devices and subscriptions through the API, each test its own, and enrols them. */
public final class World {

    private static final String CAPABILITIES = """
                                               [{"code":"INFOTAINMENT","matches":[{"ratingGroup":100}]},
                                                {"code":"OEM_TELEMATICS","matches":[{"ratingGroup":200}]},
                                                {"code":"HOTSPOT","matches":[{"ratingGroup":300}]}]""";

    public final Api api;
    private final Random random = new Random(ThreadLocalRandom.current().nextLong());

    public World(Api api) {
        this.api = api.as("enrollment:read enrollment:write");
    }

    /** Somebody with an account and a subscription on it. */
    public record User(String party, String account, String subscription) {}

    public User user() {
        var party = party();
        var account = created(api.post("/v1/accounts", "{\"partyId\":\"%s\",\"currency\":\"EUR\"}".formatted(party)));
        return new User(party, account, subscription(account, null));
    }

    public String party() {
        return created(api.post("/v1/parties", "{\"type\":\"PERSON\",\"name\":\"Somebody\"}"));
    }

    public String subscription(String account, @Nullable String device) {
        return created(api.post("/v1/subscriptions", """
                                                     {"accountId":"%s","planId":"%s","imsi":"%s","deviceId":%s}"""
                .formatted(account, UUID.randomUUID(), imsi(), device == null ? "null" : "\"" + device + "\"")));
    }

    public String device(String owner) {
        return device(owner, imei());
    }

    public String device(String owner, String imei) {
        return created(api.post("/v1/devices",
                """
                {"kind":"VEHICLE","ownerPartyId":"%s","identifiers":[{"type":"IMEI","value":"%s"}],"capabilities":%s}"""
                        .formatted(owner, imei, CAPABILITIES)));
    }

    public Answer enrol(String device, User user, String... more) {
        return api.post("/v1/devices/" + device + "/enrollments", enrollment(user, more));
    }

    /** A consumer of infotainment who need not be present; each further member replaces the one of its name. */
    public String enrollment(User user, String... more) {
        var members = new LinkedHashMap<String, String>();
        for (var member : List.of("\"userPartyId\":\"" + user.party() + "\"", "\"role\":\"CONSUMER\"",
                "\"subscriptionId\":\"" + user.subscription() + "\"", "\"capabilities\":[\"INFOTAINMENT\"]",
                "\"priority\":100", "\"presence\":\"NOT_REQUIRED\"")) {
            members.put(name(member), member);
        }
        for (var member : more)
            members.put(name(member), member);
        return members.values().stream().collect(Collectors.joining(",", "{", "}"));
    }

    public String consentOf(String party) {
        return "\"consents\":[{\"byPartyId\":\"" + party + "\",\"reference\":\"paper 7\"}]";
    }

    public Answer step(String enrollment, String action, String body) {
        return api.post("/v1/enrollments/" + enrollment + "/" + action, body);
    }

    public Answer signIn(String device, String party, @Nullable String at) {
        return presence(device, party, "SIGN_IN", at);
    }

    public Answer signOut(String device, String party, @Nullable String at) {
        return presence(device, party, "SIGN_OUT", at);
    }

    private Answer presence(String device, String party, String action, @Nullable String at) {
        return api.post("/v1/devices/" + device + "/presence", """
                                                               {"userPartyId":"%s","action":"%s","evidence":"KEY"%s}"""
                .formatted(party, action, at == null ? "" : ",\"at\":\"" + at + "\""));
    }

    /** The subscription that pays for this rating group then, else why nobody does. */
    public String payerOf(String device, long ratingGroup, Object at) {
        var answer = api.post("/v1/payer-resolutions",
                """
                {"deviceId":"%s","at":"%s","traffic":{"ratingGroup":%d}}""".formatted(device, at, ratingGroup));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        var payer = answer.body().path("payer").path("subscriptionId").asString("");
        return payer.isEmpty() ? answer.body().path("reason").asString() : payer;
    }

    public static String created(Answer answer) {
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        var id = answer.body().path("id").asString();
        assertThat(answer.header("Location").orElseThrow()).endsWith(id);
        return id;
    }

    public String imsi() {
        return "00101" + "%010d".formatted(random.nextLong(10_000_000_000L));
    }

    public String imei() {
        return luhn("%014d".formatted(random.nextLong(100_000_000_000_000L)));
    }

    public String iccid() {
        return luhn("8900%014d".formatted(random.nextLong(100_000_000_000_000L)));
    }

    private static String luhn(String body) {
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            int digit = Character.digit(body.charAt(body.length() - 1 - i), 10) * (i % 2 == 0 ? 2 : 1);
            sum += digit / 10 + digit % 10;
        }
        return body + (10 - sum % 10) % 10;
    }

    private static String name(String member) {
        return member.substring(1, member.indexOf('"', 1));
    }
}
