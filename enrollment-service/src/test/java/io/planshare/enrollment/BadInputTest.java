package io.planshare.enrollment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is wrong is told with its place, and nothing is stored. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private static final String NOBODY = "01930000-dead-7000-8000-000000000000";
    private static final List<String> TABLES = List.of("party", "account", "device", "device_identifier",
            "device_terms", "subscription", "card_binding", "enrollment", "payer_stretch", "consent", "sign_in",
            "payer_map", "outbox");

    @Autowired
    private Api anybody;
    @Autowired
    private JdbcClient jdbc;
    private @Nullable Known known;

    private record Known(World world, World.User owner, World.User guest, String device, String enrollment,
            String pending) {}

    /** @param pointer which place the problem names; null for none */
    record Case(String what, String method, String path, String body, int status, String problem,
            @Nullable String pointer) {
        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeEach
    void makeWorldOnce() {
        if (known != null) return;
        var world = new World(anybody);
        var owner = world.user();
        var guest = world.user();
        var device = world.device(owner.party());
        var enrollment = World.created(world.enrol(device, owner));
        var pending = World.created(world.enrol(device, guest, "\"capabilities\":[\"HOTSPOT\"]"));
        known = new Known(world, owner, guest, device, enrollment, pending);
    }

    @ParameterizedTest
    @MethodSource({"parties", "accounts", "subscriptions", "devices", "enrollments", "steps", "questions"})
    void it_is_refused_with_its_place_and_nothing_is_stored(Case bad) {
        var k = requireNonNull(known);
        var before = counts();

        var answer = k.world.api.with("If-Match", "*").send(bad.method, filled(bad.path, k), filled(bad.body, k));

        assertThat(answer.status()).as(answer.raw()).isEqualTo(bad.status);
        assertThat(answer.problem()).as(answer.raw()).isEqualTo(bad.problem);
        if (bad.pointer != null) assertThat(answer.pointer()).as(answer.raw()).isEqualTo(bad.pointer);
        assertThat(answer.raw()).doesNotContain("Exception", "io.planshare");
        assertThat(counts()).isEqualTo(before);
    }

    static Stream<Case> parties() {
        return Stream.of(
                value("party without type", "/v1/parties", "{'name':'Ada'}", "/type"),
                value("party of another type", "/v1/parties", "{'type':'CAT','name':'Ada'}", "/type"),
                value("party without name", "/v1/parties", "{'type':'PERSON'}", "/name"),
                value("party with blank name", "/v1/parties", "{'type':'PERSON','name':'  '}", "/name"),
                value("party with long name", "/v1/parties",
                        "{'type':'PERSON','name':'" + "x".repeat(101) + "'}", "/name"),
                value("party with a number for a name", "/v1/parties", "{'type':'PERSON','name':5}", "/name"),
                value("party with control characters", "/v1/parties", "{'type':'PERSON','name':'a\\u0000b'}", "/name"),
                value("party with a bad id", "/v1/parties", "{'id':'7','type':'PERSON','name':'Ada'}", "/id"),
                post("party with an unknown member", "/v1/parties", "{'type':'PERSON','name':'Ada','cat':1}", 400,
                        "unknown-member", "/cat"),
                post("party cut off", "/v1/parties", "{'type':'PERSON','na", 400, "malformed-json", null),
                post("party in a list", "/v1/parties", "[]", 400, "invalid-value", null),
                post("party with an id that is taken", "/v1/parties",
                        "{'id':'{owner}','type':'PERSON','name':'Ada'}", 409, "id-taken", "/id"),
                get("unknown party", "/v1/parties/" + NOBODY, 404, "unknown-party"),
                get("party with a bad id", "/v1/parties/me", 400, "invalid-value"),
                get("page of 0", "/v1/parties?limit=0", 400, "invalid-parameter"),
                get("page after nothing", "/v1/parties?after=%21", 400, "invalid-parameter"));
    }

    static Stream<Case> accounts() {
        return Stream.of(
                value("account without party", "/v1/accounts", "{'currency':'EUR'}", "/partyId"),
                value("account without currency", "/v1/accounts", "{'partyId':'{owner}'}", "/currency"),
                value("account in no currency", "/v1/accounts", "{'partyId':'{owner}','currency':'eur'}", "/currency"),
                value("account in XYZ", "/v1/accounts", "{'partyId':'{owner}','currency':'XYZ'}", "/currency"),
                post("account of nobody", "/v1/accounts", "{'partyId':'" + NOBODY + "','currency':'EUR'}", 404,
                        "unknown-party", "/partyId"),
                post("account with an id that is taken", "/v1/accounts",
                        "{'id':'{account}','partyId':'{owner}','currency':'EUR'}", 409, "id-taken", "/id"),
                get("unknown account", "/v1/accounts/" + NOBODY, 404, "unknown-account"),
                get("accounts of a bad id", "/v1/accounts?partyId=x", 400, "invalid-value"));
    }

    static Stream<Case> subscriptions() {
        var good = "'accountId':'{account}','planId':'" + UUID.randomUUID() + "','imsi':'001017777777777'";
        return Stream.of(
                value("subscription without account", "/v1/subscriptions",
                        "{'planId':'" + NOBODY + "','imsi':'001017777777777'}", "/accountId"),
                value("subscription without plan", "/v1/subscriptions",
                        "{'accountId':'{account}','imsi':'001017777777777'}", "/planId"),
                value("subscription without imsi", "/v1/subscriptions",
                        "{'accountId':'{account}','planId':'" + NOBODY + "'}", "/imsi"),
                identifier("A9 imsi too short", "/v1/subscriptions", "{" + good.replace("7777777777", "") + "}",
                        "/imsi"),
                identifier("A9 iccid with a wrong check digit", "/v1/subscriptions",
                        "{" + good + ",'iccid':'8965880812100011147'}", "/iccid"),
                identifier("A9 iccid that begins wrongly", "/v1/subscriptions",
                        "{" + good + ",'iccid':'7965880812100011146'}", "/iccid"),
                identifier("A9 iccid too short", "/v1/subscriptions", "{" + good + ",'iccid':'89658808'}", "/iccid"),
                identifier("A9 msisdn with letters", "/v1/subscriptions", "{" + good + ",'msisdn':'49x'}", "/msisdn"),
                post("subscription on no account", "/v1/subscriptions", "{" + good.replace("{account}", NOBODY) + "}",
                        404, "unknown-account", "/accountId"),
                post("subscription in no device", "/v1/subscriptions", "{" + good + ",'deviceId':'" + NOBODY + "'}",
                        404, "unknown-device", "/deviceId"),
                post("subscription with an id that is taken", "/v1/subscriptions",
                        "{" + good + ",'id':'{subscription}'}", 409, "id-taken", "/id"),
                value("search by nothing", "/v1/subscriptions/searches", "{}", ""),
                value("search by two", "/v1/subscriptions/searches",
                        "{'imsi':'001017777777777','msisdn':'491701234567'}", ""),
                identifier("A9 search by a bad iccid", "/v1/subscriptions/searches", "{'iccid':'89'}", "/iccid"),
                post("suspend an unknown subscription", "/v1/subscriptions/" + NOBODY + "/suspend", "", 404,
                        "unknown-subscription", null),
                post("resume what is active", "/v1/subscriptions/{subscription}/resume", "", 409, "subscription-state",
                        null),
                put("card into an unknown device", "/v1/subscriptions/{subscription}/device",
                        "{'deviceId':'" + NOBODY + "'}", 404, "unknown-device", "/deviceId"),
                put("card into a bad id", "/v1/subscriptions/{subscription}/device", "{'deviceId':'x'}", 400,
                        "invalid-value", "/deviceId"),
                put("card into what is not told", "/v1/subscriptions/{subscription}/device", "{}", 400,
                        "invalid-value", "/deviceId"),
                get("unknown subscription", "/v1/subscriptions/" + NOBODY, 404, "unknown-subscription"));
    }

    static Stream<Case> devices() {
        var imei = "'identifiers':[{'type':'IMEI','value':'490154203237518'}]";
        var good = "'kind':'TABLET','ownerPartyId':'{owner}'," + imei;
        return Stream.of(
                value("device without kind", "/v1/devices", "{'ownerPartyId':'{owner}'," + imei + "}", "/kind"),
                value("device of an unknown kind", "/v1/devices",
                        "{'kind':'SPACESHIP','ownerPartyId':'{owner}'," + imei + "}", "/kind"),
                value("device without owner", "/v1/devices", "{'kind':'TABLET'," + imei + "}", "/ownerPartyId"),
                post("device of nobody", "/v1/devices", "{" + good.replace("{owner}", NOBODY) + "}", 404,
                        "unknown-party", "/ownerPartyId"),
                value("device without identifiers", "/v1/devices", "{'kind':'TABLET','ownerPartyId':'{owner}'}",
                        "/identifiers"),
                value("device with no identifier", "/v1/devices",
                        "{'kind':'TABLET','ownerPartyId':'{owner}','identifiers':[]}", "/identifiers"),
                value("device with a null identifier", "/v1/devices",
                        "{'kind':'TABLET','ownerPartyId':'{owner}','identifiers':[null]}", "/identifiers/0"),
                identifier("A9 imei with a wrong check digit", "/v1/devices",
                        "{" + good.replace("237518", "237517") + "}", "/identifiers/0/value"),
                identifier("A9 imei too short", "/v1/devices", "{" + good.replace("237518", "2375") + "}",
                        "/identifiers/0/value"),
                identifier("A9 eid with a wrong check", "/v1/devices",
                        "{" + good.replace("[", "[{'type':'EID','value':'89049032123451234512345678901236'},") + "}",
                        "/identifiers/0/value"),
                identifier("A9 mac with a letter", "/v1/devices",
                        "{" + good.replace("]", ",{'type':'MAC','value':'00005E00530G'}]") + "}",
                        "/identifiers/1/value"),
                value("device with one identifier twice", "/v1/devices",
                        "{" + good.replace("]", ",{'type':'IMEI','value':'4901542032375101'}]") + "}",
                        "/identifiers/1"),
                value("capability unknown", "/v1/devices",
                        "{" + good + ",'capabilities':[{'code':'FLYING','matches':[{'ratingGroup':1}]}]}",
                        "/capabilities/0/code"),
                value("capability without match", "/v1/devices",
                        "{" + good + ",'capabilities':[{'code':'HOTSPOT','matches':[]}]}", "/capabilities/0/matches"),
                value("match of nothing", "/v1/devices",
                        "{" + good + ",'capabilities':[{'code':'HOTSPOT','matches':[{}]}]}",
                        "/capabilities/0/matches/0"),
                value("rating group too large", "/v1/devices",
                        "{" + good + ",'capabilities':[{'code':'HOTSPOT','matches':[{'ratingGroup':4294967296}]}]}",
                        "/capabilities/0/matches/0/ratingGroup"),
                value("slice out of range", "/v1/devices",
                        "{" + good + ",'capabilities':[{'code':'HOTSPOT','matches':[{'sNssai':{'sst':256}}]}]}",
                        "/capabilities/0/matches/0/sNssai/sst"),
                value("one match of two capabilities", "/v1/devices",
                        "{" + good + ",'capabilities':[{'code':'HOTSPOT','matches':[{'dnn':'Internet'}]},"
                                + "{'code':'VOICE','matches':[{'dnn':'internet'}]}]}",
                        "/capabilities/1/matches/0"),
                value("fallback to an enrollment before there is one", "/v1/devices",
                        "{" + good + ",'fallback':{'kind':'DEFAULT_ENROLLMENT'}}", "/fallback/kind"),
                value("search by nothing", "/v1/devices/searches", "{}", ""),
                identifier("A9 search by a bad eid", "/v1/devices/searches", "{'eid':'89'}", "/eid"),
                put("capability in use taken away", "/v1/devices/{device}/capabilities", "{'capabilities':[]}", 409,
                        "capability-in-use", null),
                put("fallback to another device's enrollment", "/v1/devices/{device}/fallback",
                        "{'kind':'DEFAULT_ENROLLMENT','enrollmentId':'" + NOBODY + "'}", 409,
                        "not-an-enrollment-of-it", "/enrollmentId"),
                put("fallback without its enrollment", "/v1/devices/{device}/fallback", "{'kind':'DEFAULT_ENROLLMENT'}",
                        400, "invalid-value", ""),
                post("retire a device in use", "/v1/devices/{device}/retire", "", 409, "device-in-use", null),
                post("retire an unknown device", "/v1/devices/" + NOBODY + "/retire", "", 404, "unknown-device", null),
                get("unknown device", "/v1/devices/" + NOBODY, 404, "unknown-device"));
    }

    static Stream<Case> enrollments() {
        var path = "/v1/devices/{device}/enrollments";
        return Stream.of(
                value("no user", path, without("userPartyId"), "/userPartyId"),
                value("no role", path, without("role"), "/role"),
                value("no subscription", path, without("subscriptionId"), "/subscriptionId"),
                value("no capabilities", path, without("capabilities"), "/capabilities"),
                value("no priority", path, without("priority"), "/priority"),
                value("no presence", path, without("presence"), "/presence"),
                value("capabilities empty", path, with("'capabilities':[]"), "/capabilities"),
                value("capability unknown", path, with("'capabilities':['FLYING']"), "/capabilities/0"),
                value("capability twice", path, with("'capabilities':['HOTSPOT','HOTSPOT']"), "/capabilities/1"),
                value("priority too high", path, with("'priority':1001"), "/priority"),
                value("priority with a fraction", path, with("'priority':1.5"), "/priority"),
                value("caps twice", path, with("'caps':[{'unit':'OCTET','limit':1,'window':'DAY'},"
                        + "{'unit':'OCTET','limit':2,'window':'DAY'}]"), "/caps"),
                value("cap below zero", path, with("'caps':[{'unit':'OCTET','limit':-1,'window':'DAY'}]"),
                        "/caps/0/limit"),
                value("ends before it begins", path,
                        with("'validFrom':'2026-11-02T00:00:00Z','validTo':'2026-11-01T00:00:00Z'"), "/validTo"),
                value("begins in the middle ages", path, with("'validFrom':'1066-10-14T00:00:00Z'"), "/validFrom"),
                value("begins never", path, with("'validFrom':'tomorrow'"), "/validFrom"),
                value("consent by nobody", path, with("'consents':[{'reference':'paper'}]"), "/consents/0/byPartyId"),
                value("consent without proof", path, with("'consents':[{'byPartyId':'{owner}'}]"),
                        "/consents/0/reference"),
                post("unknown member", path, with("'gift':true"), 400, "unknown-member", "/gift"),
                post("user unknown", path, with("'userPartyId':'" + NOBODY + "'"), 404, "unknown-party",
                        "/userPartyId"),
                post("subscription unknown", path, with("'subscriptionId':'" + NOBODY + "'"), 404,
                        "unknown-subscription", "/subscriptionId"),
                post("device unknown", "/v1/devices/" + NOBODY + "/enrollments", with("'priority':1"), 404,
                        "unknown-device", null),
                post("subscription of another", path, with("'subscriptionId':'{subscription}'"), 409,
                        "subscription-of-another", "/subscriptionId"),
                post("not offered", path, with("'capabilities':['VOICE']"), 409, "capability-not-offered",
                        "/capabilities"),
                post("A4 overlapping", path, with("'capabilities':['INFOTAINMENT']"), 409, "ambiguous-payer", null),
                post("consent of a stranger", path, with("'priority':7,'consents':[{'byPartyId':'" + NOBODY
                        + "','reference':'x'}]"), 403, "no-consent", null),
                post("id taken", path, with("'priority':7,'id':'{enrollment}'"), 409, "id-taken", "/id"),
                get("list of an unknown device", "/v1/devices/" + NOBODY + "/enrollments", 404, "unknown-device"),
                get("list in an unknown state", "/v1/devices/{device}/enrollments?state=HAPPY", 400, null),
                get("unknown enrollment", "/v1/enrollments/" + NOBODY, 404, "unknown-enrollment"));
    }

    static Stream<Case> steps() {
        var path = "/v1/enrollments/{enrollment}";
        return Stream.of(
                value("suspend without reason", path + "/suspend", "{}", "/reason"),
                value("suspend for the subscription", path + "/suspend", "{'reason':'SUBSCRIPTION'}", "/reason"),
                post("suspend an unknown one", "/v1/enrollments/" + NOBODY + "/suspend", "{'reason':'OWNER'}", 404,
                        "unknown-enrollment", null),
                post("resume what is active", path + "/resume", "{}", 409, "enrollment-state", null),
                value("end without reason", path + "/end", "{}", "/reason"),
                value("end by time", path + "/end", "{'reason':'EXPIRED'}", "/reason"),
                post("end what is pending", "/v1/enrollments/{pending}/end", "{'reason':'UNENROLLED'}", 409,
                        "enrollment-state", null),
                post("reject what is active", path + "/reject", "{'reason':'WITHDRAWN'}", 409, "enrollment-state",
                        null),
                value("reject without reason", "/v1/enrollments/{pending}/reject", "{}", "/reason"),
                value("consent without proof", "/v1/enrollments/{pending}/consents", "{'byPartyId':'{owner}'}",
                        "/reference"),
                post("consent by the guest", "/v1/enrollments/{pending}/consents",
                        "{'byPartyId':'{guest}','reference':'x'}", 403, "no-consent", null),
                post("consent that is over", "/v1/enrollments/{pending}/consents",
                        "{'byPartyId':'{owner}','reference':'x','until':'2020-01-01T00:00:00Z'}", 400, "invalid-value",
                        ""),
                post("consent to what is active", path + "/consents", "{'byPartyId':'{owner}','reference':'x'}", 409,
                        "enrollment-state", null),
                put("capabilities empty", path + "/capabilities", "{'capabilities':[]}", 400, "invalid-value",
                        "/capabilities"),
                put("capabilities not offered", path + "/capabilities", "{'capabilities':['VOICE']}", 409,
                        "capability-not-offered", "/capabilities"),
                put("capabilities of another payer", path + "/capabilities", "{'capabilities':['HOTSPOT']}", 409,
                        "ambiguous-payer", null),
                put("caps missing", path + "/caps", "{}", 400, "invalid-value", "/caps"),
                put("caps of an unknown one", "/v1/enrollments/" + NOBODY + "/caps", "{'caps':[]}", 404,
                        "unknown-enrollment", null));
    }

    static Stream<Case> questions() {
        var presence = "/v1/devices/{device}/presence";
        var at = "'at':'2026-11-01T00:00:00Z','traffic':{}";
        return Stream.of(
                value("presence of nobody", presence, "{'action':'SIGN_IN','evidence':'KEY'}", "/userPartyId"),
                value("presence without action", presence, "{'userPartyId':'{guest}','evidence':'KEY'}", "/action"),
                value("sign-in without evidence", presence, "{'userPartyId':'{guest}','action':'SIGN_IN'}",
                        "/evidence"),
                value("sign-in tomorrow", presence,
                        "{'userPartyId':'{guest}','action':'SIGN_IN','evidence':'KEY','at':'2099-01-01T00:00:00Z'}",
                        "/at"),
                post("sign-in of an unknown user", presence,
                        "{'userPartyId':'" + NOBODY + "','action':'SIGN_IN','evidence':'KEY'}", 404, "unknown-party",
                        "/userPartyId"),
                post("sign-in at an unknown device", "/v1/devices/" + NOBODY + "/presence",
                        "{'userPartyId':'{guest}','action':'SIGN_IN','evidence':'KEY'}", 404, "unknown-device", null),
                post("sign-out of who is not signed in", presence, "{'userPartyId':'{guest}','action':'SIGN_OUT'}", 409,
                        "not-signed-in", null),
                value("question about nothing", "/v1/payer-resolutions", "{" + at + "}", ""),
                value("question about two", "/v1/payer-resolutions",
                        "{'deviceId':'{device}','imei':'490154203237518'," + at + "}", ""),
                value("question without time", "/v1/payer-resolutions", "{'deviceId':'{device}','traffic':{}}", "/at"),
                value("question without traffic", "/v1/payer-resolutions",
                        "{'deviceId':'{device}','at':'2026-11-01T00:00:00Z'}", "/traffic"),
                value("question with a bad dnn", "/v1/payer-resolutions",
                        "{'deviceId':'{device}'," + at.replace("{}", "{'dnn':'in ternet'}") + "}", "/traffic/dnn"),
                identifier("A9 question about a bad imei", "/v1/payer-resolutions", "{'imei':'1'," + at + "}", "/imei"),
                post("question about an unknown device", "/v1/payer-resolutions", "{'deviceId':'" + NOBODY + "'," + at
                        + "}", 404, "unknown-device", "/deviceId"),
                post("question about an unknown imei", "/v1/payer-resolutions", "{'imei':'490154203237518'," + at + "}",
                        404, "unknown-device", "/imei"),
                post("question about an unknown card", "/v1/payer-resolutions", "{'iccid':'8965880812100011146'," + at
                        + "}", 404, "unknown-subscription", "/iccid"),
                get("payers of an unknown device", "/v1/devices/" + NOBODY + "/payers", 404, "unknown-device"),
                get("payers at no time", "/v1/devices/{device}/payers?at=noon", 400, null),
                get("payers in the middle ages", "/v1/devices/{device}/payers?at=1066-10-14T00:00:00Z", 400,
                        "invalid-parameter"),
                get("payer map of an unknown device", "/v1/devices/" + NOBODY + "/payer-map", 404, "unknown-device"));
    }

    @Test
    void an_edit_needs_the_version_that_was_edited() {
        var k = requireNonNull(known);
        for (var path : List.of("/v1/enrollments/" + k.enrollment + "/caps", "/v1/devices/" + k.device + "/fallback")) {
            var body = path.endsWith("caps") ? "{\"caps\":[]}" : "{\"kind\":\"BLOCK\"}";
            assertThat(k.world.api.put(path, body).status()).isEqualTo(428);
            assertThat(k.world.api.with("If-Match", "\"99\"").put(path, body).status()).isEqualTo(412);
        }
    }

    @Test
    void a_body_of_another_kind_is_refused() {
        var k = requireNonNull(known);
        assertThat(k.world.api.with("Content-Type", "text/plain").post("/v1/parties", "x").status()).isEqualTo(415);
        assertThat(k.world.api.post("/v1/parties", "{\"name\":\"" + "x".repeat(1_100_000) + "\"}").status())
                .isEqualTo(413);
        assertThat(k.world.api.delete("/v1/parties").status()).isEqualTo(405);
    }

    private TreeMap<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        for (var table : TABLES) {
            counts.put(table, jdbc.sql("select count(*) from " + table).query(Long.class).single());
        }
        return counts;
    }

    private static String filled(String text, Known k) {
        return text.replace('\'', '"').replace("{owner}", k.owner.party()).replace("{guest}", k.guest.party())
                .replace("{account}", k.owner.account()).replace("{subscription}", k.owner.subscription())
                .replace("{guestSubscription}", k.guest.subscription()).replace("{device}", k.device)
                .replace("{enrollment}", k.enrollment).replace("{pending}", k.pending);
    }

    /** A good enrollment of the guest, but for this. */
    private static String with(String members) {
        var all = new LinkedHashMap<String, String>();
        for (var member : GOOD)
            all.put(name(member), member);
        var rest = members;
        all.remove(name(rest));
        for (var good : GOOD)
            if (rest.contains(name(good) + "'")) all.remove(name(good));
        return "{" + String.join(",", all.values()) + "," + rest + "}";
    }

    private static String without(String member) {
        return "{" + String.join(",", GOOD.stream().filter(good -> !name(good).equals(member)).toList()) + "}";
    }

    private static final List<String> GOOD = List.of("'userPartyId':'{guest}'", "'role':'CONSUMER'",
            "'subscriptionId':'{guestSubscription}'", "'capabilities':['OEM_TELEMATICS']", "'priority':100",
            "'presence':'NOT_REQUIRED'");

    private static String name(String member) {
        return member.substring(1, member.indexOf('\'', 1));
    }

    private static Case value(String what, String path, String body, String pointer) {
        return post(what, path, body, 400, "invalid-value", pointer);
    }

    private static Case identifier(String what, String path, String body, String pointer) {
        return post(what, path, body, 400, "invalid-identifier", pointer);
    }

    private static Case post(String what, String path, String body, int status, String problem,
            @Nullable String pointer) {
        return new Case(what, "POST", path, body, status, problem, pointer);
    }

    private static Case put(String what, String path, String body, int status, String problem,
            @Nullable String pointer) {
        return new Case(what, "PUT", path, body, status, problem, pointer);
    }

    private static Case get(String what, String path, int status, @Nullable String problem) {
        return new Case(what, "GET", path, "", status, problem == null ? "invalid-parameter" : problem, null);
    }
}
