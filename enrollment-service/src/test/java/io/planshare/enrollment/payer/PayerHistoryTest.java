package io.planshare.enrollment.payer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.kit.outbox.Outbox;
import io.planshare.model.AccountId;
import io.planshare.model.CapLimit;
import io.planshare.model.Capability;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Interval;
import io.planshare.model.PartyId;
import io.planshare.model.PayerFallback;
import io.planshare.model.SNssai;
import io.planshare.model.SignIn;
import io.planshare.model.SubscriptionId;
import io.planshare.model.TrafficMatch;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

class PayerHistoryTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final DeviceId CAR = new DeviceId(new UUID(0, 1));

    @Test
    void with_nothing_left_out_the_map_is_enough_for_ever() {
        var map = history(NOW.minusSeconds(5), null).published(7, NOW, PastBudget.USUAL);

        assertThat(map.completeFrom()).isEqualTo(Instant.EPOCH);
        assertThat(map.version()).isEqualTo(7);
        assertThat(map.payers()).hasSize(1);
    }

    @Test
    void it_is_enough_from_when_the_last_that_was_left_out_ended() {
        var history = new PayerHistory(CAR, NOW.minusSeconds(99), List.of(terms(Instant.EPOCH, null)), List.of(),
                List.of());

        assertThat(history.published(1, NOW, PastBudget.USUAL).completeFrom()).isEqualTo(NOW.minusSeconds(99));
    }

    @Test
    void new_terms_make_it_enough_from_then_on_and_the_past_keeps_its_own() {
        var before = new OfferedTerms(new Interval(Instant.EPOCH, NOW),
                List.of(new Capability("HOTSPOT", List.of(TrafficMatch.ofRatingGroup(1)))), PayerFallback.BLOCK);
        var history = new PayerHistory(CAR, Instant.EPOCH, List.of(before, terms(NOW, null)), List.of(), List.of());

        assertThat(history.published(2, NOW, PastBudget.USUAL).completeFrom()).isEqualTo(NOW);
        assertThat(history.published(2, NOW, PastBudget.USUAL).capabilities()).isEmpty();
        assertThat(history.asOf(NOW.minusSeconds(1), 2).capabilities()).isEqualTo(before.capabilities());
        assertThat(history.asOf(NOW, 2).capabilities()).isEmpty();
    }

    @Test
    void what_ended_longest_ago_goes_first_when_there_is_too_much_past() {
        var signIns = new ArrayList<SignIn>();
        for (int i = 0; i < 10; i++)
            signIns.add(new SignIn(party(i), new Interval(NOW.minusSeconds(100 - i), NOW.minusSeconds(50 - i))));
        signIns.add(new SignIn(party(99), new Interval(NOW, null)));
        var history = new PayerHistory(CAR, Instant.EPOCH, List.of(terms(Instant.EPOCH, null)), List.of(), signIns);

        var map = history.published(1, NOW, new PastBudget(4 * 150));

        assertThat(map.signIns()).extracting(SignIn::userPartyId).containsExactly(party(6), party(7), party(8),
                party(9),
                party(99));
        assertThat(map.completeFrom()).isEqualTo(NOW.minusSeconds(45));
    }

    @Test
    void what_ends_in_the_future_is_never_left_out() {
        var map = history(NOW.minusSeconds(5), NOW.plusSeconds(5)).published(1, NOW, new PastBudget(0));

        assertThat(map.payers()).hasSize(1);
        assertThat(map.completeFrom()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void the_fullest_map_that_the_limits_allow_fits_into_an_event() {
        var capabilities = new ArrayList<Capability>();
        for (int i = 0; i < 64; i++) {
            var matches = new ArrayList<TrafficMatch>();
            for (int j = 0; j < 4; j++) {
                matches.add(
                        new TrafficMatch("d".repeat(100), new SNssai(255, "ABCDEF"), 4_294_967_295L, 4_294_967_295L));
            }
            capabilities.add(new Capability("CONTENT:" + "s".repeat(61) + "%03d".formatted(i), matches));
        }
        var payers = new ArrayList<EnrolledPayer>();
        for (int i = 0; i < 32; i++)
            payers.add(payer(i, List.of(new Interval(NOW, null))));
        var past = new ArrayList<Interval>();
        for (int i = 0; i < 3_000; i++) {
            var from = NOW.minus(Duration.ofDays(3)).plusSeconds(i * 60L);
            past.add(new Interval(from.plusNanos(123_456_000), from.plusSeconds(30).plusNanos(123_456_000)));
        }
        payers.add(payer(99, past));
        var signIns = past.stream().map(during -> new SignIn(party(1), during)).toList();
        var terms = new OfferedTerms(new Interval(Instant.EPOCH, null), capabilities, PayerFallback.BLOCK);

        var map = new PayerHistory(CAR, Instant.EPOCH, List.of(terms), payers, signIns).published(1, NOW,
                PastBudget.USUAL);

        var octets = JsonMapper.builder().build().writeValueAsString(map).length();
        assertThat(octets).isBetween(100_000, Outbox.PAYLOAD_OCTETS_MAX - 1_000);
        assertThat(map.signIns()).isNotEmpty().hasSizeLessThan(3_000);
    }

    private static PayerHistory history(Instant from, @Nullable Instant to) {
        return new PayerHistory(CAR, Instant.EPOCH, List.of(terms(Instant.EPOCH, null)),
                List.of(payer(1, List.of(new Interval(from, to)))), List.of());
    }

    private static OfferedTerms terms(Instant from, @Nullable Instant to) {
        return new OfferedTerms(new Interval(from, to), List.of(), PayerFallback.BLOCK);
    }

    /** With as many capabilities and caps as an enrollment may have. */
    private static EnrolledPayer payer(int number, List<Interval> active) {
        var codes = new HashSet<String>();
        for (int i = 0; i < 32; i++)
            codes.add("CONTENT:" + "s".repeat(61) + "%03d".formatted(i));
        var caps = new ArrayList<CapLimit>();
        for (int i = 0; i < 8; i++) {
            caps.add(new CapLimit(UnitType.values()[i % 4], Units.MAX, CapLimit.Window.values()[i % 3]));
        }
        return new EnrolledPayer(new EnrollmentId(new UUID(1, number)), party(number),
                new SubscriptionId(new UUID(2, number)), new AccountId(new UUID(3, number)),
                EnrolledPayer.Role.PRIMARY_PURPOSE, 1000, codes, EnrolledPayer.Presence.NOT_REQUIRED, active, caps);
    }

    private static PartyId party(int number) {
        return new PartyId(new UUID(9, number));
    }
}
