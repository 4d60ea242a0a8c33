package io.planshare.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.planshare.model.EnrolledPayer.Presence;
import io.planshare.model.EnrolledPayer.Role;
import io.planshare.model.PayerResolution.Denied;
import io.planshare.model.PayerResolution.Emergency;
import io.planshare.model.PayerResolution.Paid;
import io.planshare.model.PayerResolution.Paid.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rules 1 to 6 of spec S1, one by one. */
class PayerMapTest {

    private static final Instant T = Instant.parse("2026-11-23T10:00:00Z");
    private static final ProtectedTraffic SOS = new ProtectedTraffic(Set.of(911L), Set.of("sos"));
    private static final long FILMS = 100, TELEMETRY = 200, BEACON = 300, UNKNOWN = 999;

    private final PartyId owner = party(1), guest = party(2), maker = party(3);
    private final List<Capability> offered = new ArrayList<>(List.of(
            offers("INFOTAINMENT", TrafficMatch.ofRatingGroup(FILMS)),
            offers("OEM_TELEMATICS", TrafficMatch.ofRatingGroup(TELEMETRY)),
            offers("RECOVERY_BEACON", TrafficMatch.ofRatingGroup(BEACON))));
    private final List<EnrolledPayer> payers = new ArrayList<>();
    private final List<SignIn> signIns = new ArrayList<>();
    private PayerFallback fallback = PayerFallback.BLOCK;

    @Test
    void rule_1_emergency_is_free_by_rating_group_or_by_data_network_whatever_else_holds() {
        payers.add(payer(1, owner, "INFOTAINMENT"));

        assertThat(resolve(traffic(911), T, RestrictionLevel.R4)).isEqualTo(new Emergency());
        assertThat(resolve(new Traffic("SOS", null, FILMS, null), T, RestrictionLevel.R4)).isEqualTo(new Emergency());
    }

    @ParameterizedTest
    @EnumSource(RestrictionLevel.class)
    void rule_2_a_restricted_device_gets_nothing_but_its_recovery_beacon(RestrictionLevel level) {
        payers.add(payer(1, owner, "INFOTAINMENT", "RECOVERY_BEACON"));
        boolean denied = level == RestrictionLevel.R3 || level == RestrictionLevel.R4;

        assertThat(resolve(traffic(FILMS), T, level)).isEqualTo(
                denied ? new Denied(Denied.Reason.RESTRICTED) : paid(payers.getFirst(), "INFOTAINMENT"));
        assertThat(resolve(traffic(BEACON), T, level)).isEqualTo(paid(payers.getFirst(), "RECOVERY_BEACON"));
    }

    @Test
    void rule_3_the_most_specific_match_names_the_capability() {
        offered.add(offers("CONTENT:cinema", new TrafficMatch(null, null, FILMS, 7L)));
        offered.add(offers("HOTSPOT", new TrafficMatch("internet", null, null, null)));
        offered.add(offers("SAFETY", new TrafficMatch("internet", new SNssai(1, null), null, null)));
        payers.add(payer(1, owner, "INFOTAINMENT", "CONTENT:cinema", "HOTSPOT", "SAFETY", "UNCLASSIFIED"));

        assertThat(capability("internet", 1, FILMS, 7L)).isEqualTo("CONTENT:cinema");
        assertThat(capability("internet", 1, FILMS, 8L)).isEqualTo("INFOTAINMENT");
        assertThat(capability("Internet", 1, UNKNOWN, null)).isEqualTo("SAFETY");
        assertThat(capability("internet", 2, UNKNOWN, null)).isEqualTo("HOTSPOT");
        assertThat(capability("ims", 2, UNKNOWN, 7L)).isEqualTo("UNCLASSIFIED");
        assertThat(capability(null, null, null, null)).isEqualTo("UNCLASSIFIED");
    }

    @Test
    void rule_3_equally_specific_matches_are_told_apart_by_code_not_by_order() {
        var hotspot = offers("HOTSPOT", TrafficMatch.ofRatingGroup(FILMS));
        payers.add(payer(1, owner, "INFOTAINMENT", "HOTSPOT"));

        offered.add(hotspot);
        assertThat(capability(null, null, FILMS, null)).isEqualTo("HOTSPOT");
        offered.remove(hotspot);
        offered.addFirst(hotspot);
        assertThat(capability(null, null, FILMS, null)).isEqualTo("HOTSPOT");
    }

    @Test
    void rule_4_an_enrollment_pays_for_its_capabilities_while_it_is_active_end_excluded() {
        var hour = new Interval(T, T.plus(Duration.ofHours(1)));
        payers.add(active(payer(1, owner, "INFOTAINMENT"), hour, new Interval(T.plus(Duration.ofHours(2)), null)));

        assertThat(resolve(traffic(FILMS), T.minusNanos(1))).isEqualTo(nobody());
        assertThat(resolve(traffic(FILMS), T)).isEqualTo(paid(payers.getFirst(), "INFOTAINMENT"));
        assertThat(resolve(traffic(FILMS), T.plus(Duration.ofHours(1)))).isEqualTo(nobody());
        assertThat(resolve(traffic(FILMS), T.plus(Duration.ofDays(9)))).isEqualTo(paid(payers.getFirst(),
                "INFOTAINMENT"));
        assertThat(resolve(traffic(TELEMETRY), T)).isEqualTo(nobody());
    }

    @Test
    void rule_4_who_must_be_present_pays_only_while_signed_in() {
        payers.add(mustBePresent(payer(1, guest, "INFOTAINMENT")));
        signIns.add(new SignIn(guest, new Interval(T, T.plusSeconds(60))));
        signIns.add(new SignIn(owner, new Interval(T.minusSeconds(60), null)));

        assertThat(resolve(traffic(FILMS), T.minusNanos(1))).isEqualTo(nobody());
        assertThat(resolve(traffic(FILMS), T)).isEqualTo(paid(payers.getFirst(), "INFOTAINMENT"));
        assertThat(resolve(traffic(FILMS), T.plusSeconds(60))).isEqualTo(nobody());
    }

    @Test
    void rule_5_higher_priority_beats_role_and_presence() {
        payers.add(withRole(priority(payer(1, maker, "INFOTAINMENT"), 101), Role.SPONSOR));
        payers.add(mustBePresent(payer(2, guest, "INFOTAINMENT")));
        signIns.add(new SignIn(guest, new Interval(T, null)));

        assertThat(payerAt(FILMS, T)).isEqualTo(payers.getFirst());
    }

    @Test
    void rule_5_a_consumer_pays_before_a_sponsor_for_what_consumers_want_and_after_him_for_the_rest() {
        payers.add(withRole(payer(1, maker, "INFOTAINMENT", "OEM_TELEMATICS"), Role.SPONSOR));
        payers.add(mustBePresent(payer(2, guest, "INFOTAINMENT", "OEM_TELEMATICS")));
        payers.add(withRole(mustBePresent(payer(3, owner, "INFOTAINMENT", "OEM_TELEMATICS")), Role.PRIMARY_PURPOSE));
        signIns.add(new SignIn(guest, new Interval(T, null)));
        signIns.add(new SignIn(owner, new Interval(T.plusSeconds(1), null)));

        assertThat(payerAt(FILMS, T.plusSeconds(2))).isEqualTo(payers.get(1));
        assertThat(payerAt(TELEMETRY, T.plusSeconds(2))).isEqualTo(payers.get(2));
        payers.removeLast();
        assertThat(payerAt(TELEMETRY, T.plusSeconds(2))).isEqualTo(payers.getFirst());
    }

    @Test
    void rule_5_among_equals_the_most_recent_sign_in_pays() {
        payers.add(mustBePresent(payer(1, owner, "INFOTAINMENT")));
        payers.add(mustBePresent(payer(2, guest, "INFOTAINMENT")));
        signIns.add(new SignIn(owner, new Interval(T, T.plusSeconds(20))));
        signIns.add(new SignIn(guest, new Interval(T.plusSeconds(10), T.plusSeconds(30))));
        signIns.add(new SignIn(owner, new Interval(T.plusSeconds(20), null)));

        assertThat(payerAt(FILMS, T.plusSeconds(9))).isEqualTo(payers.getFirst());
        assertThat(payerAt(FILMS, T.plusSeconds(10))).isEqualTo(payers.getLast());
        assertThat(payerAt(FILMS, T.plusSeconds(20))).isEqualTo(payers.getFirst());
        assertThat(map().changesBetween(T, T.plusSeconds(30))).containsExactly(T.plusSeconds(10), T.plusSeconds(20),
                T.plusSeconds(30));
    }

    @Test
    void rule_5_the_lowest_enrollment_id_decides_what_nothing_else_does() {
        payers.add(payer(2, owner, "INFOTAINMENT"));
        payers.add(payer(1, owner, "INFOTAINMENT"));

        assertThat(payerAt(FILMS, T)).isEqualTo(payers.getLast());
    }

    @Test
    void rule_6_without_a_payer_the_fallback_decides() {
        payers.add(payer(1, owner, "OEM_TELEMATICS"));
        payers.add(withRole(payer(2, maker, "OEM_TELEMATICS"), Role.SPONSOR));
        payers.add(withRole(priority(payer(3, maker, "OEM_TELEMATICS"), 200), Role.SPONSOR));

        assertThat(resolve(traffic(FILMS), T)).isEqualTo(nobody());
        fallback = new PayerFallback(PayerFallback.Kind.SPONSOR, null);
        assertThat(resolve(traffic(FILMS), T))
                .isEqualTo(new Paid(payers.get(2), "INFOTAINMENT", Reason.FALLBACK_SPONSOR));
        fallback = new PayerFallback(PayerFallback.Kind.DEFAULT_ENROLLMENT, payers.getFirst().enrollmentId());
        assertThat(resolve(traffic(UNKNOWN), T))
                .isEqualTo(new Paid(payers.getFirst(), "UNCLASSIFIED", Reason.FALLBACK_DEFAULT_ENROLLMENT));
        assertThat(resolve(traffic(UNKNOWN), T, RestrictionLevel.R3)).isEqualTo(new Denied(Denied.Reason.RESTRICTED));
    }

    @Test
    void rule_6_a_fallback_that_is_not_active_pays_nothing() {
        var over = new Interval(T.minusSeconds(60), T);
        payers.add(withRole(active(payer(1, maker, "OEM_TELEMATICS"), over), Role.SPONSOR));

        for (var kind : PayerFallback.Kind.values()) {
            boolean names = kind == PayerFallback.Kind.DEFAULT_ENROLLMENT;
            fallback = new PayerFallback(kind, names ? payers.getFirst().enrollmentId() : null);
            assertThat(resolve(traffic(FILMS), T)).as("%s", kind).isEqualTo(nobody());
        }
        assertThatThrownBy(() -> new PayerFallback(PayerFallback.Kind.BLOCK, payers.getFirst().enrollmentId()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_device_without_payers_blocks_all_but_emergency() {
        offered.clear();
        assertThat(resolve(traffic(FILMS), T)).isEqualTo(nobody());
        assertThat(resolve(traffic(911), T)).isEqualTo(new Emergency());
    }

    @Test
    void the_trace_tells_each_rule_that_was_tried() {
        payers.add(payer(1, owner, "INFOTAINMENT"));
        var trace = new ArrayList<String>();

        map().resolve(traffic(FILMS), T, RestrictionLevel.NONE, SOS, trace::add);

        assertThat(trace).containsExactly("rule 3: traffic belongs to INFOTAINMENT",
                "rule 4: 1 active enrollments pay for it",
                "rule 5: enrollment " + payers.getFirst().enrollmentId() + " comes first");
    }

    private String capability(@Nullable String dnn, @Nullable Integer sst, @Nullable Long ratingGroup,
            @Nullable Long serviceId) {
        var slice = sst == null ? null : new SNssai(sst, null);
        return ((Paid) resolvePaidByAll(new Traffic(dnn, slice, ratingGroup, serviceId))).capability();
    }

    private PayerResolution resolvePaidByAll(Traffic traffic) {
        var all = payer(1, owner, "INFOTAINMENT", "CONTENT:cinema", "HOTSPOT", "SAFETY", "UNCLASSIFIED");
        return new PayerMap(DEVICE, 1, Instant.EPOCH, offered, List.of(all), List.of(), fallback)
                .resolve(traffic, T, RestrictionLevel.NONE, SOS);
    }

    private EnrolledPayer payerAt(long ratingGroup, Instant at) {
        return ((Paid) resolve(traffic(ratingGroup), at)).payer();
    }

    private PayerResolution resolve(Traffic traffic, Instant at) {
        return resolve(traffic, at, RestrictionLevel.NONE);
    }

    private PayerResolution resolve(Traffic traffic, Instant at, RestrictionLevel restriction) {
        return map().resolve(traffic, at, restriction, SOS);
    }

    private PayerMap map() {
        return new PayerMap(DEVICE, 1, Instant.EPOCH, offered, payers, signIns, fallback);
    }

    private static final DeviceId DEVICE = new DeviceId(new UUID(0, 1));

    private static PayerResolution paid(EnrolledPayer payer, String capability) {
        return new Paid(payer, capability, Reason.CAPABILITY);
    }

    private static PayerResolution nobody() {
        return new Denied(Denied.Reason.NO_PAYER);
    }

    private static Traffic traffic(long ratingGroup) {
        return Traffic.ofRatingGroup(ratingGroup);
    }

    private static Capability offers(String code, TrafficMatch match) {
        return new Capability(code, List.of(match));
    }

    private static PartyId party(int number) {
        return new PartyId(new UUID(1, number));
    }

    private static EnrolledPayer payer(int number, PartyId user, String... capabilities) {
        return new EnrolledPayer(new EnrollmentId(new UUID(2, number)), user, new SubscriptionId(new UUID(3, number)),
                new AccountId(new UUID(4, number)), Role.CONSUMER, 100, Set.of(capabilities), Presence.NOT_REQUIRED,
                List.of(new Interval(T.minus(Duration.ofDays(1)), null)), List.of());
    }

    private static EnrolledPayer active(EnrolledPayer p, Interval... intervals) {
        return new EnrolledPayer(p.enrollmentId(), p.userPartyId(), p.subscriptionId(), p.accountId(), p.role(),
                p.priority(), p.capabilities(), p.presence(), List.of(intervals), p.caps());
    }

    private static EnrolledPayer mustBePresent(EnrolledPayer p) {
        return new EnrolledPayer(p.enrollmentId(), p.userPartyId(), p.subscriptionId(), p.accountId(), p.role(),
                p.priority(), p.capabilities(), Presence.REQUIRED, p.active(), p.caps());
    }

    private static EnrolledPayer withRole(EnrolledPayer p, Role role) {
        return new EnrolledPayer(p.enrollmentId(), p.userPartyId(), p.subscriptionId(), p.accountId(), role,
                p.priority(), p.capabilities(), p.presence(), p.active(), p.caps());
    }

    private static EnrolledPayer priority(EnrolledPayer p, int priority) {
        return new EnrolledPayer(p.enrollmentId(), p.userPartyId(), p.subscriptionId(), p.accountId(), p.role(),
                priority, p.capabilities(), p.presence(), p.active(), p.caps());
    }
}
