package io.planshare.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.planshare.model.EnrolledPayer.Presence;
import io.planshare.model.EnrolledPayer.Role;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Over random histories of a device, every traffic at every instant has exactly one answer: the one that the rules' words
 * give when they are followed step by step, and the same however the map's lists are ordered.
 */
class PayerMapPropertyTest {

    private static final int HISTORIES = 3_000;
    private static final int QUESTIONS = 20;
    private static final int END = 40;
    private static final ProtectedTraffic SOS = new ProtectedTraffic(Set.of(9L), Set.of("sos"));
    private static final List<String> CODES = List.of("OEM_TELEMATICS", "INFOTAINMENT", "HOTSPOT", "RECOVERY_BEACON",
            "CONTENT:a", "UNCLASSIFIED");

    @Test
    void every_traffic_at_every_instant_has_the_one_answer_that_the_rules_give() {
        long seed = Long.getLong("planshare.seed", System.nanoTime());
        System.out.println("PayerMapPropertyTest: -Dplanshare.seed=" + seed);
        var random = new Random(seed);
        for (int history = 0; history < HISTORIES; history++) {
            var map = map(random);
            var shuffled = shuffled(map, random);
            for (int question = 0; question < QUESTIONS; question++) {
                var traffic = traffic(random);
                var at = at(random.nextInt(END));
                var level = RestrictionLevel.values()[random.nextInt(RestrictionLevel.values().length)];

                var answer = map.resolve(traffic, at, level, SOS);

                assertThat(told(answer)).as("seed %d: %s at %s under %s in %s", seed, traffic, at, level, map)
                        .isEqualTo(oracle(map, traffic, at, level));
                assertThat(told(shuffled.resolve(traffic, at, level, SOS))).isEqualTo(told(answer));
            }
        }
    }

    private static String told(PayerResolution answer) {
        return switch (answer) {
            case PayerResolution.Emergency() -> "free";
            case PayerResolution.Denied(var reason) -> reason.name();
            case PayerResolution.Paid(var payer, var capability, var reason) -> capability + " " + payer.enrollmentId()
                    + " " + reason;
        };
    }

    // The rules read aloud: loops that throw out whoever is beaten, no comparator, no stream, nothing of the code under test.

    private static String oracle(PayerMap map, Traffic traffic, Instant at, RestrictionLevel level) {
        if (Long.valueOf(9).equals(traffic.ratingGroup()) || "sos".equals(traffic.dnn())) return "free";
        var code = capability(map, traffic);
        if (level.ordinal() >= 3 && !code.equals("RECOVERY_BEACON")) return "RESTRICTED";
        var left = new ArrayList<EnrolledPayer>();
        for (var payer : map.payers()) {
            boolean there = payer.presence() == Presence.NOT_REQUIRED || since(map, payer, at) >= 0;
            if (payer.capabilities().contains(code) && activeAt(payer, at) && there) left.add(payer);
        }
        if (left.isEmpty()) return fallback(map, code, at);
        for (var one : List.copyOf(left)) {
            for (var other : List.copyOf(left)) {
                if (beats(map, other, one, code, at)) left.remove(one);
            }
        }
        assertThat(left).as("exactly one is unbeaten").hasSize(1);
        return code + " " + left.getFirst().enrollmentId() + " CAPABILITY";
    }

    private static String capability(PayerMap map, Traffic traffic) {
        String best = "UNCLASSIFIED";
        int bestRank = -1;
        for (var capability : map.capabilities()) {
            for (var match : capability.matches()) {
                if (match.dnn() != null && !match.dnn().equals(traffic.dnn())) continue;
                if (match.sNssai() != null && !match.sNssai().equals(traffic.sNssai())) continue;
                if (match.ratingGroup() != null && !match.ratingGroup().equals(traffic.ratingGroup())) continue;
                if (match.serviceId() != null && !match.serviceId().equals(traffic.serviceId())) continue;
                int rank = rank(match);
                boolean better = rank > bestRank || rank == bestRank && capability.code().compareTo(best) < 0;
                if (!better) continue;
                best = capability.code();
                bestRank = rank;
            }
        }
        return best;
    }

    /** Service before rating group before network and slice, together more than alone. */
    private static int rank(TrafficMatch match) {
        int place = 0;
        if (match.dnn() != null) place++;
        if (match.sNssai() != null) place++;
        if (match.serviceId() != null && match.ratingGroup() != null) return 9 + place;
        if (match.serviceId() != null) return 5 + place;
        return match.ratingGroup() != null ? 4 + place : place;
    }

    private static boolean beats(PayerMap map, EnrolledPayer a, EnrolledPayer b, String code, Instant at) {
        if (a.priority() != b.priority()) return a.priority() > b.priority();
        if (a.role() != b.role()) {
            var order = Set.of("INFOTAINMENT", "HOTSPOT", "CONTENT:a", "UNCLASSIFIED").contains(code)
                    ? List.of(Role.CONSUMER, Role.PRIMARY_PURPOSE, Role.SPONSOR)
                    : List.of(Role.PRIMARY_PURPOSE, Role.SPONSOR, Role.CONSUMER);
            return order.indexOf(a.role()) < order.indexOf(b.role());
        }
        if (since(map, a, at) != since(map, b, at)) return since(map, a, at) > since(map, b, at);
        return a.enrollmentId().value().compareTo(b.enrollmentId().value()) < 0;
    }

    private static long since(PayerMap map, EnrolledPayer payer, Instant at) {
        long latest = -1;
        for (var signIn : map.signIns()) {
            var from = signIn.during().from();
            if (!signIn.userPartyId().equals(payer.userPartyId()) || from.isAfter(at)) continue;
            if (signIn.during().to() != null && !at.isBefore(signIn.during().to())) continue;
            latest = Math.max(latest, from.getEpochSecond());
        }
        return latest;
    }

    private static boolean activeAt(EnrolledPayer payer, Instant at) {
        for (var interval : payer.active()) {
            if (!interval.from().isAfter(at) && (interval.to() == null || interval.to().isAfter(at))) return true;
        }
        return false;
    }

    private static String fallback(PayerMap map, String code, Instant at) {
        EnrolledPayer chosen = null;
        for (var payer : map.payers()) {
            if (!activeAt(payer, at)) continue;
            boolean named = payer.enrollmentId().equals(map.fallback().enrollmentId());
            boolean sponsor = map.fallback().kind() == PayerFallback.Kind.SPONSOR && payer.role() == Role.SPONSOR;
            boolean better = chosen == null || payer.priority() > chosen.priority()
                    || payer.priority() == chosen.priority()
                            && payer.enrollmentId().value().compareTo(chosen.enrollmentId().value()) < 0;
            if (named || sponsor && better) chosen = payer;
        }
        return chosen == null ? "NO_PAYER" : code + " " + chosen.enrollmentId() + " FALLBACK_" + map.fallback().kind();
    }

    // Histories by chance, small enough that ties and overlaps are frequent.

    private static PayerMap map(Random random) {
        var capabilities = new ArrayList<Capability>();
        for (var code : CODES) {
            if (code.equals("UNCLASSIFIED") || random.nextInt(4) == 0) continue;
            var matches = new ArrayList<TrafficMatch>();
            for (int i = random.nextInt(1, 4); i > 0; i--)
                matches.add(match(random));
            capabilities.add(new Capability(code, matches));
        }
        var payers = new ArrayList<EnrolledPayer>();
        for (int i = random.nextInt(7); i > 0; i--)
            payers.add(payer(random, i));
        var signIns = new ArrayList<SignIn>();
        for (int i = random.nextInt(6); i > 0; i--)
            signIns.add(new SignIn(party(random), interval(random, random.nextInt(END))));
        var kind = PayerFallback.Kind.values()[random.nextInt(3)];
        var named = kind == PayerFallback.Kind.DEFAULT_ENROLLMENT ? enrollment(random.nextInt(1, 7)) : null;
        return new PayerMap(new DeviceId(new UUID(0, 1)), 1, Instant.EPOCH, capabilities, payers, signIns,
                new PayerFallback(kind, named));
    }

    private static EnrolledPayer payer(Random random, int number) {
        var capabilities = new HashSet<String>();
        for (int i = random.nextInt(1, 4); i > 0; i--)
            capabilities.add(CODES.get(random.nextInt(CODES.size())));
        var active = new ArrayList<Interval>();
        int from = random.nextInt(END);
        active.add(interval(random, from));
        return new EnrolledPayer(enrollment(number), party(random), new SubscriptionId(new UUID(3, number)),
                new AccountId(new UUID(4, number)), Role.values()[random.nextInt(3)], random.nextInt(3), capabilities,
                Presence.values()[random.nextInt(2)], active, List.of());
    }

    private static PayerMap shuffled(PayerMap map, Random random) {
        var payers = new ArrayList<>(map.payers());
        var signIns = new ArrayList<>(map.signIns());
        var capabilities = new ArrayList<>(map.capabilities());
        Collections.shuffle(payers, random);
        Collections.shuffle(signIns, random);
        Collections.shuffle(capabilities, random);
        return new PayerMap(map.deviceId(), map.version(), map.completeFrom(), capabilities, payers, signIns,
                map.fallback());
    }

    private static TrafficMatch match(Random random) {
        while (true) {
            var t = traffic(random);
            if (t.dnn() == null && t.sNssai() == null && t.ratingGroup() == null && t.serviceId() == null) continue;
            return new TrafficMatch(t.dnn(), t.sNssai(), t.ratingGroup(), t.serviceId());
        }
    }

    private static Traffic traffic(Random random) {
        return new Traffic(oneOf(random, "net", "oem", "sos"),
                oneOf(random, new SNssai(1, null), new SNssai(2, "00aa00")),
                oneOf(random, 1L, 2L, 9L), oneOf(random, 5L, 6L));
    }

    @SafeVarargs
    private static <T> @Nullable T oneOf(Random random, T... values) {
        int pick = random.nextInt(values.length + 1);
        return pick == values.length ? null : values[pick];
    }

    private static Interval interval(Random random, int from) {
        return new Interval(at(from), random.nextInt(3) == 0 ? null : at(from + random.nextInt(1, 20)));
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(1_700_000_000L + second);
    }

    private static PartyId party(Random random) {
        return new PartyId(new UUID(1, random.nextInt(3)));
    }

    private static EnrollmentId enrollment(int number) {
        return new EnrollmentId(new UUID(2, number));
    }
}
