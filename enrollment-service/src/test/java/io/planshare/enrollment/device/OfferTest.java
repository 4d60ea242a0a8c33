package io.planshare.enrollment.device;

import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.planshare.model.Capability;
import io.planshare.model.TrafficMatch;

import static org.assertj.core.api.Assertions.assertThat;

class OfferTest {

    private static final TrafficMatch FILMS = TrafficMatch.ofRatingGroup(100);
    private static final TrafficMatch MUSIC = TrafficMatch.ofRatingGroup(101);

    @Test
    void capabilities_with_matches_of_their_own_make_sense() {
        assertThat(faults(offers("INFOTAINMENT", FILMS, MUSIC), offers("HOTSPOT", TrafficMatch.ofRatingGroup(300)),
                offers("UNCLASSIFIED"))).isEmpty();
        assertThat(faults()).isEmpty();
    }

    @Test
    void each_fault_is_named_with_its_place() {
        assertThat(faults(offers("INFOTAINMENT", FILMS), offers("HOTSPOT"), offers("INFOTAINMENT", MUSIC),
                offers("UNCLASSIFIED", TrafficMatch.ofRatingGroup(1)),
                offers("VOICE", TrafficMatch.ofRatingGroup(5), FILMS)))
                .containsExactly(new Offer.Fault.NoMatch(1), new Offer.Fault.Twice(2),
                        new Offer.Fault.MatchOfUnclassified(3), new Offer.Fault.SameMatch(4, 1, "INFOTAINMENT"));
    }

    @Test
    void a_match_twice_in_one_capability_is_one_too_many() {
        assertThat(faults(offers("INFOTAINMENT", FILMS, FILMS)))
                .containsExactly(new Offer.Fault.SameMatch(0, 1, "INFOTAINMENT"));
    }

    @Test
    void matches_are_bounded_so_that_a_payer_map_is() {
        var all = LongStream.rangeClosed(1, 257).mapToObj(TrafficMatch::ofRatingGroup).toArray(TrafficMatch[]::new);
        assertThat(faults(offers("HOTSPOT", all))).containsExactly(new Offer.Fault.TooManyMatches(257));
    }

    private static List<Offer.Fault> faults(Capability... capabilities) {
        return new Offer(List.of(capabilities)).faults();
    }

    private static Capability offers(String code, TrafficMatch... matches) {
        return new Capability(code, List.of(matches));
    }
}
