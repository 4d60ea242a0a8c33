package io.planshare.enrollment.presence;

import java.time.Instant;

import io.planshare.model.DeviceId;
import io.planshare.model.PartyId;

/** What became of a sign-in or sign-out. */
sealed interface PresenceOutcome {

    record Done(Presence presence, long payerMapVersion) implements PresenceOutcome {}

    record UnknownDevice(DeviceId id) implements PresenceOutcome {}

    record UnknownUser(PartyId id) implements PresenceOutcome {}

    record InTheFuture(Instant now) implements PresenceOutcome {}

    /** Only who has a live enrollment on the device has anything to sign in for. */
    record NotEnrolled(PartyId user) implements PresenceOutcome {}

    record NotSignedIn() implements PresenceOutcome {}

    record OutOfOrder(Instant latest) implements PresenceOutcome {}
}
