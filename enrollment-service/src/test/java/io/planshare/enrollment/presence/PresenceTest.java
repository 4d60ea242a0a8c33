package io.planshare.enrollment.presence;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.planshare.enrollment.presence.Presence.Evidence;
import io.planshare.enrollment.presence.Presence.Step;
import io.planshare.model.DeviceId;
import io.planshare.model.PartyId;

import static org.assertj.core.api.Assertions.assertThat;

class PresenceTest {

    private static final Instant T = Instant.parse("2026-11-23T10:00:00Z");
    private static final DeviceId CAR = new DeviceId(new UUID(0, 1));
    private static final PartyId GUEST = new PartyId(new UUID(0, 2));

    @Test
    void a_first_sign_in_begins_a_stay() {
        assertThat(signIn(Optional.empty(), 5)).isEqualTo(new Step.SignedIn(null, stay(5, null)));
    }

    @Test
    void a_sign_in_without_sign_out_ends_the_stay_and_begins_another() {
        assertThat(signIn(Optional.of(stay(5, null)), 9)).isEqualTo(new Step.SignedIn(stay(5, 9), stay(9, null)));
        assertThat(signIn(Optional.of(stay(5, 9)), 9)).isEqualTo(new Step.SignedIn(null, stay(9, null)));
    }

    @Test
    void told_twice_it_happened_once() {
        assertThat(signIn(Optional.of(stay(5, null)), 5)).isEqualTo(new Step.Already(stay(5, null)));
        assertThat(signIn(Optional.of(stay(5, 9)), 5)).isEqualTo(new Step.Already(stay(5, 9)));
        assertThat(Presence.signOut(Optional.of(stay(5, 9)), at(9))).isEqualTo(new Step.Already(stay(5, 9)));
    }

    @Test
    void what_is_known_already_is_not_rewritten() {
        assertThat(signIn(Optional.of(stay(5, null)), 4)).isEqualTo(new Step.OutOfOrder(at(5)));
        assertThat(signIn(Optional.of(stay(5, 9)), 7)).isEqualTo(new Step.OutOfOrder(at(9)));
        assertThat(Presence.signOut(Optional.of(stay(5, null)), at(4))).isEqualTo(new Step.OutOfOrder(at(5)));
    }

    @Test
    void who_is_not_signed_in_cannot_sign_out() {
        assertThat(Presence.signOut(Optional.empty(), at(5))).isEqualTo(new Step.NotSignedIn());
        assertThat(Presence.signOut(Optional.of(stay(5, 9)), at(10))).isEqualTo(new Step.NotSignedIn());
        assertThat(Presence.signOut(Optional.of(stay(5, null)), at(6))).isEqualTo(new Step.SignedOut(stay(5, 6)));
    }

    private static Step signIn(Optional<Presence> last, int second) {
        return Presence.signIn(last, CAR, GUEST, at(second), Evidence.KEY);
    }

    private static Presence stay(int from, @Nullable Integer to) {
        return new Presence(CAR, GUEST, at(from), to == null ? null : at(to), Evidence.KEY);
    }

    private static Instant at(int second) {
        return T.plusSeconds(second);
    }
}
