package io.planshare.suite.replay;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.suite.replay.Cast.Handset;
import io.planshare.suite.replay.Cast.Player;

/** Enters the cast as a back office would: people, subscriptions, devices with their enrollments, and a package for each. */
final class Onboarding {

    /** Enough that nothing in a month of one handset is uncovered. */
    private static final long OCTETS_OF_A_USER = 50_000_000_000L;
    private static final long OCTETS_OF_THE_SELLER = 100_000_000_000_000L;
    private static final int AT_ONCE = 16;
    private static final UUID PLAN = new UUID(0x0193_0000_0000_7000L, 0x8000_0000_0000_0001L);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SuiteApi backOffice;
    private final URI enrollment;
    private final URI charging;
    private final Instant since;

    /** @param since accounts and enrollments begin then */
    Onboarding(SuiteApi backOffice, URI enrollment, URI charging, Instant since) {
        this.backOffice = backOffice;
        this.enrollment = enrollment;
        this.charging = charging;
        this.since = since;
    }

    void enrol(Cast cast) throws InterruptedException {
        enter(cast.seller, "Content seller", "ORG", null);
        var handsets = cast.handsets();
        try (var progress = new Progress("enrolling devices", handsets.size()); var work = new Work(AT_ONCE)) {
            for (var handset : handsets) {
                work.start(() -> {
                    enrol(handset, cast.seller);
                    progress.step();
                });
            }
        }
        givePackages(cast);
    }

    private void enrol(Handset handset, Player seller) throws InterruptedException {
        var owner = handset.owner();
        var second = handset.secondUser();
        post("/v1/parties", party(owner, "Owner of " + handset.name(), "PERSON"));
        post("/v1/devices", device(handset));
        enter(owner, null, "PERSON", handset);
        enter(second, "Second user of " + handset.name(), "PERSON", null);
        var enrollments = "/v1/devices/" + handset.device() + "/enrollments";
        post(enrollments, enrollment(handset, owner, "PRIMARY_PURPOSE", List.of("UNCLASSIFIED")));
        post(enrollments, enrollment(handset, second, "CONSUMER", List.of("INFOTAINMENT", "MESSAGING")));
        post(enrollments, enrollment(handset, seller, "SPONSOR", List.of("CONTENT:" + RatingGroup.SELLER)));
    }

    /** A player with an account and a subscription, whose card is in the handset if one is given. */
    private void enter(Player player, @Nullable String name, String type, @Nullable Handset handset)
            throws InterruptedException {
        if (name != null) post("/v1/parties", party(player, name, type));
        post("/v1/accounts", Map.of("id", player.account(), "partyId", player.party(), "currency", "CNY"));
        var subscription = new HashMap<String, Object>(
                Map.of("id", player.subscription(), "accountId", player.account(),
                        "planId", PLAN, "imsi", player.imsi().value()));
        if (handset != null) subscription.put("deviceId", handset.device());
        post("/v1/subscriptions", subscription);
    }

    /** What is there already is left as it is: ids and numbers follow from the file. */
    private void post(String path, Map<String, Object> body) throws InterruptedException {
        var answer = backOffice.post(enrollment.resolve(path), JSON.writeValueAsString(body), null);
        if (answer.status() == 201 || answer.isProblem("id-taken")) return;
        var there = answer.isProblem("identifier-in-use")
                && backOffice.get(enrollment.resolve(path + "/" + body.get("id"))).status() == 200;
        if (!there) throw new ReplayFailed("enrollment refuses " + path + ": " + answer.body());
    }

    private void givePackages(Cast cast) throws InterruptedException {
        var players = new ArrayList<Player>(List.of(cast.seller));
        cast.handsets().forEach(handset -> players.addAll(List.of(handset.owner(), handset.secondUser())));
        try (var progress = new Progress("opening accounts", players.size()); var work = new Work(AT_ONCE)) {
            for (var player : players) {
                work.start(() -> {
                    givePackage(player, player == cast.seller ? OCTETS_OF_THE_SELLER : OCTETS_OF_A_USER);
                    progress.step();
                });
            }
        }
    }

    private void givePackage(Player player, long octets) throws InterruptedException {
        var body = JSON.writeValueAsString(Map.of("id", player.pool(), "accountId", player.account(), "name",
                "Replay package", "unit", "OCTET", "ratingGroups", List.of(), "units", octets, "validFrom",
                since.toString(),
                "consumers", List.of(Map.of("subscriptionId", player.subscription()))));
        var answer = backOffice.post(charging.resolve("/v1/provider-accounts"), body, UUID.randomUUID().toString());
        if (answer.status() != 201 && !answer.isProblem("id-taken")) {
            throw new ReplayFailed("charging refuses a package: " + answer.body());
        }
    }

    private static Map<String, Object> party(Player player, String name, String type) {
        return Map.of("id", player.party(), "type", type, "name", name);
    }

    private static Map<String, Object> device(Handset handset) {
        return Map.of("id", handset.device(), "kind", "PHONE", "ownerPartyId", handset.owner().party(), "identifiers",
                List.of(Map.of("type", "IMEI", "value", handset.imei().value())), "capabilities",
                List.of(capability("INFOTAINMENT", RatingGroup.INFOTAINMENT),
                        capability("MESSAGING", RatingGroup.MESSAGING),
                        capability("CONTENT:" + RatingGroup.SELLER, RatingGroup.CONTENT)));
    }

    private static Map<String, Object> capability(String code, RatingGroup group) {
        return Map.of("code", code, "matches", List.of(Map.of("ratingGroup", group.number)));
    }

    private Map<String, Object> enrollment(Handset handset, Player user, String role, List<String> capabilities) {
        return Map.of("id",
                UUID.nameUUIDFromBytes((handset.device() + role).getBytes(StandardCharsets.UTF_8)),
                "userPartyId", user.party(), "role", role, "subscriptionId",
                user.subscription(), "capabilities", capabilities, "priority", 100, "presence", "NOT_REQUIRED",
                "validFrom",
                since.toString(), "consents",
                List.of(Map.of("byPartyId", handset.owner().party(), "reference", "Replay of an operator's records")));
    }
}
