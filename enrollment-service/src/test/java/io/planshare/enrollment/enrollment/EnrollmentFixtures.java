package io.planshare.enrollment.enrollment;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.enrollment.consent.GivenConsent;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.model.AccountId;
import io.planshare.model.CapLimit;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer.Presence;
import io.planshare.model.EnrolledPayer.Role;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Interval;
import io.planshare.model.PartyId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;

/** A car of an owner, a guest with a subscription, and wishes that differ from a good one in one respect. */
final class EnrollmentFixtures {

    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    static final PartyId OWNER = new PartyId(new UUID(1, 1));
    static final PartyId GUEST = new PartyId(new UUID(1, 2));
    static final PartyId STRANGER = new PartyId(new UUID(1, 3));
    static final DeviceId CAR = new DeviceId(new UUID(2, 1));
    static final SubscriptionId SUBSCRIPTION = new SubscriptionId(new UUID(3, 1));
    static final AccountId ACCOUNT = new AccountId(new UUID(4, 1));

    private EnrollmentFixtures() {}

    static EnrollmentId id(int number) {
        return new EnrollmentId(new UUID(5, number));
    }

    static Interval since(Instant from) {
        return new Interval(from, null);
    }

    static GivenConsent consentOf(PartyId party) {
        return new GivenConsent(party, "paper", null, null);
    }

    static GivenConsent consentOf(PartyId party, @Nullable Instant until, @Nullable CapLimit limit) {
        return new GivenConsent(party, "paper", until, limit);
    }

    /** The guest's, about infotainment, from now on, priority 100, with the owner's consent. */
    static Wish wish() {
        return new Wish(id(100), GUEST, Set.of("INFOTAINMENT"), 100, Presence.NOT_REQUIRED, since(NOW), List.of(),
                List.of(consentOf(OWNER)));
    }

    record Wish(EnrollmentId id, PartyId user, Set<String> capabilities, int priority, Presence presence,
            Interval validity, List<CapLimit> caps, List<GivenConsent> consents) {

        EnrollmentWish build() {
            return new EnrollmentWish(id, CAR, user, Role.CONSUMER, SUBSCRIPTION, capabilities, priority, presence,
                    caps, validity, consents);
        }

        Wish of(PartyId other) {
            return new Wish(id, other, capabilities, priority, presence, validity, caps, consents);
        }

        Wish about(String... codes) {
            return new Wish(id, user, Set.of(codes), priority, presence, validity, caps, consents);
        }

        Wish at(int other) {
            return new Wish(id, user, capabilities, other, presence, validity, caps, consents);
        }

        Wish whilePresent() {
            return new Wish(id, user, capabilities, priority, Presence.REQUIRED, validity, caps, consents);
        }

        Wish during(Interval other) {
            return new Wish(id, user, capabilities, priority, presence, other, caps, consents);
        }

        Wish with(GivenConsent... given) {
            return new Wish(id, user, capabilities, priority, presence, validity, caps, Arrays.asList(given));
        }

        Wish capped(CapLimit... limits) {
            return new Wish(id, user, capabilities, priority, presence, validity, Arrays.asList(limits), consents);
        }

        Wish named(EnrollmentId other) {
            return new Wish(other, user, capabilities, priority, presence, validity, caps, consents);
        }
    }

    /** What is good for {@link #wish()}; one thing or another may be made bad. */
    record Facts(boolean retired, EquipmentStatus equipment, RestrictionLevel restriction, PartyId holder,
            SubscriptionStatus status, RestrictionLevel ofSubscription, List<Enrollment> others) {

        static Facts good() {
            return new Facts(false, EquipmentStatus.WHITELISTED, RestrictionLevel.NONE, GUEST,
                    SubscriptionStatus.ACTIVE, RestrictionLevel.NONE, List.of());
        }

        static Facts goodFor(PartyId holder, Enrollment... others) {
            return new Facts(false, EquipmentStatus.WHITELISTED, RestrictionLevel.NONE, holder,
                    SubscriptionStatus.ACTIVE, RestrictionLevel.NONE, Arrays.asList(others));
        }

        static Facts with(Enrollment... others) {
            return goodFor(GUEST, others);
        }

        Admission admission() {
            var offered = Set.of("INFOTAINMENT", "HOTSPOT", "OEM_TELEMATICS", "UNCLASSIFIED");
            return new Admission(
                    new Admission.DeviceOfOwner(CAR, OWNER, retired, offered, equipment, restriction),
                    new Admission.PayingSubscription(SUBSCRIPTION, ACCOUNT, holder, status, ofSubscription), others);
        }
    }

    /** As the wish would begin. */
    static Enrollment begun(Wish wish) {
        var outcome = Facts.goodFor(wish.user()).admission().decide(wish.build(), NOW);
        if (outcome instanceof EnrollmentOutcome.Done(var enrollment)) return enrollment;
        throw new AssertionError("refused: " + outcome);
    }

    static Enrollment taken(Transition transition) {
        if (transition instanceof Transition.Taken(var enrollment)) return enrollment;
        throw new AssertionError("refused: " + transition);
    }
}
