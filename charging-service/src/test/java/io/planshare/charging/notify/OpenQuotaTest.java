package io.planshare.charging.notify;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Id;
import io.planshare.model.Interval;
import io.planshare.model.ProtectedTraffic;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.Traffic;

import static io.planshare.charging.notify.NotifyFixtures.enrolled;
import static io.planshare.charging.notify.NotifyFixtures.map;
import static org.assertj.core.api.Assertions.assertThat;

class OpenQuotaTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final ProtectedTraffic EMERGENCY = new ProtectedTraffic(Set.of(911L), Set.of("sos"));
    private static final Interval ALWAYS = new Interval(Instant.EPOCH, null);

    private final EnrolledPayer owner = enrolled("INFOTAINMENT", 1, ALWAYS);
    private final EnrolledPayer driver = enrolled("INFOTAINMENT", 2, ALWAYS);

    @Test
    void a_quota_of_the_one_who_pays_stays() {
        assertThat(changes(20, owner, owner)).isFalse();
    }

    @Test
    void a_quota_goes_to_whoever_comes_first_now() {
        assertThat(changes(20, owner, owner, driver)).isTrue();
        assertThat(changes(20, driver, owner, driver)).isFalse();
    }

    @Test
    void a_quota_that_nobody_pays_for_any_more_comes_back() {
        assertThat(changes(20, owner)).isTrue();
        assertThat(changes(20, owner, enrolled("INFOTAINMENT", 1, new Interval(Instant.EPOCH, NOW)))).isTrue();
    }

    @Test
    void a_rating_group_that_nobody_paid_for_is_asked_again_once_somebody_does() {
        assertThat(changes(20, null, owner)).isTrue();
        assertThat(changes(20, null)).isFalse();
    }

    @Test
    void a_second_enrollment_of_the_same_subscription_is_another_payer() {
        var again = new EnrolledPayer(EnrollmentId.next(), owner.userPartyId(),
                owner.subscriptionId(), owner.accountId(), owner.role(), owner.priority(), owner.capabilities(),
                owner.presence(), owner.active(), owner.caps());
        assertThat(changes(20, owner, again)).isTrue();
    }

    @Test
    void other_rating_groups_are_left_alone() {
        var telematics = enrolled("OEM_TELEMATICS", 1, ALWAYS);
        assertThat(changes(10, telematics, telematics, driver)).isFalse();
    }

    @Test
    void emergency_traffic_never_changes_hands_and_a_restriction_takes_all_else() {
        assertThat(changes(911, null, owner)).isFalse();
        assertThat(quota(20, owner).changesHands(map(1, owner), NOW, RestrictionLevel.R3, EMERGENCY)).isTrue();
        assertThat(quota(911, null).changesHands(map(1, owner), NOW, RestrictionLevel.R4, EMERGENCY)).isFalse();
    }

    private static boolean changes(long ratingGroup, @Nullable EnrolledPayer holder, EnrolledPayer... now) {
        return quota(ratingGroup, holder).changesHands(map(1, now), NOW, RestrictionLevel.NONE, EMERGENCY);
    }

    private static OpenQuota quota(long ratingGroup, @Nullable EnrolledPayer holder) {
        return new OpenQuota(new ChargingDataRef(Id.next(), Id.next()), ratingGroup,
                Traffic.ofRatingGroup(ratingGroup), holder == null ? null : holder.subscriptionId().value(),
                holder == null ? null : holder.enrollmentId().value());
    }

}
