package io.planshare.suite.replay;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.suite.replay.Cast.Handset;
import io.planshare.suite.replay.Cast.Player;

/** Enters the cast as a back office would: people, subscriptions, devices with their enrollments, and a package for each. */
final class Onboarding {

    /** Enough that nothing in a month of one handset is uncovered. */
    private static final long OCTETS_OF_A_USER = 50_000_000_000L;
    private static final long OCTETS_OF_THE_SELLER = 100_000_000_000_000L;
    private static final int ITEMS = 50;
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
        var handsets = cast.handsets();
        onboard(List.of(people(cast.seller, "Content seller", "ORG")));
        try (var progress = new Progress("enrolling devices", handsets.size())) {
            for (int i = 0; i < handsets.size(); i += ITEMS) {
                var some = handsets.subList(i, Math.min(i + ITEMS, handsets.size()));
                onboard(some.stream().map(handset -> item(handset, cast.seller)).toList());
                some.forEach(_ -> progress.step());
            }
        }
        givePackages(cast);
    }

    private void givePackages(Cast cast) throws InterruptedException {
        var players = new ArrayList<Player>(List.of(cast.seller));
        cast.handsets().forEach(handset -> players.addAll(List.of(handset.owner(), handset.secondUser())));
        try (var progress = new Progress("opening accounts", players.size()); var work = new Work(16)) {
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
        var answer = backOffice.post(charging.resolve("/v1/provider-accounts"), body, player.pool().toString());
        if (answer.status() != 201 && !answer.isProblem("id-taken")) {
            throw new ReplayFailed("charging refuses a package: " + answer.body());
        }
    }

    private void onboard(List<Map<String, Object>> items) throws InterruptedException {
        var answer = backOffice.post(enrollment.resolve("/v1/onboardings"),
                JSON.writeValueAsString(Map.of("items", items)), null);
        if (answer.status() != 200) throw new ReplayFailed("enrollment refuses the devices: " + answer.body());
        for (var item : answer.json().get("items")) {
            var problem = item.path("problem");
            if (item.get("status").stringValue().equals("REFUSED") && !problem.toString().contains("id-taken")) {
                throw new ReplayFailed("enrollment refuses a device: " + problem);
            }
        }
    }

    private static Map<String, Object> people(Player player, String name, String type) {
        return Map.of("parties", List.of(party(player, name, type)), "accounts", List.of(account(player)),
                "subscriptions",
                List.of(Map.of("id", player.subscription(), "accountId", player.account(), "planId", PLAN,
                        "imsi", player.imsi().value())));
    }

    private Map<String, Object> item(Handset handset, Player seller) {
        var owner = handset.owner();
        var second = handset.secondUser();
        return Map.of("parties",
                List.of(party(owner, "Owner of " + handset.name(), "PERSON"),
                        party(second, "Second user of " + handset.name(), "PERSON")),
                "accounts", List.of(account(owner), account(second)), "devices", List.of(device(handset)),
                "subscriptions",
                List.of(Map.of("id", owner.subscription(), "accountId", owner.account(), "planId", PLAN, "imsi",
                        owner.imsi().value(), "deviceId", handset.device()),
                        Map.of("id", second.subscription(), "accountId", second.account(), "planId", PLAN, "imsi",
                                second.imsi().value())),
                "enrollments",
                List.of(enrollment(handset, owner, "PRIMARY_PURPOSE", List.of("UNCLASSIFIED")),
                        enrollment(handset, second, "CONSUMER", List.of("INFOTAINMENT", "MESSAGING")),
                        enrollment(handset, seller, "SPONSOR", List.of("CONTENT:" + RatingGroup.SELLER))));
    }

    private static Map<String, Object> party(Player player, String name, String type) {
        return Map.of("id", player.party(), "type", type, "name", name);
    }

    private static Map<String, Object> account(Player player) {
        return Map.of("id", player.account(), "partyId", player.party(), "currency", "CNY");
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
                UUID.nameUUIDFromBytes((handset.device() + role).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                "deviceId", handset.device(), "userPartyId", user.party(), "role", role, "subscriptionId",
                user.subscription(), "capabilities", capabilities, "priority", 100, "presence", "NOT_REQUIRED",
                "validFrom",
                since.toString(), "consents",
                List.of(Map.of("byPartyId", handset.owner().party(), "reference", "Replay of an operator's records")));
    }
}
