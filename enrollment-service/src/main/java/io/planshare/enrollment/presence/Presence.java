package io.planshare.enrollment.presence;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.planshare.model.DeviceId;
import io.planshare.model.PartyId;

/** A user's last stay at a device, or the one that goes on. */
record Presence(DeviceId deviceId, PartyId userPartyId, Instant signedInAt, @Nullable Instant signedOutAt,
        Evidence evidence) {

    /** By what the device knew him. */
    enum Evidence {
        KEY, PHONE_BT, LOGIN, NFC
    }

    /** What a sign-in or a sign-out comes to. */
    sealed interface Step {
        /** @param ended the stay that it ends, if one does */
        record SignedIn(@Nullable Presence ended, Presence began) implements Step {}

        record SignedOut(Presence ended) implements Step {}

        /** It was told before. */
        record Already(Presence presence) implements Step {}

        record NotSignedIn() implements Step {}

        /** Something later is known of this user already. */
        record OutOfOrder(Instant latest) implements Step {}
    }

    /** A new sign-in of somebody who never signed out begins a new stay: he is the most recent one again. */
    static Step signIn(Optional<Presence> last, DeviceId device, PartyId user, Instant at, Evidence evidence) {
        var began = new Presence(device, user, at, null, evidence);
        if (last.isEmpty()) return new Step.SignedIn(null, began);
        var before = last.get();
        if (before.signedInAt.equals(at)) return new Step.Already(before);
        if (at.isBefore(before.latest())) return new Step.OutOfOrder(before.latest());
        return new Step.SignedIn(before.signedOutAt == null ? before.until(at) : null, began);
    }

    static Step signOut(Optional<Presence> last, Instant at) {
        if (last.isEmpty()) return new Step.NotSignedIn();
        var before = last.get();
        if (at.equals(before.signedOutAt)) return new Step.Already(before);
        if (before.signedOutAt != null) return new Step.NotSignedIn();
        if (at.isBefore(before.signedInAt)) return new Step.OutOfOrder(before.signedInAt);
        return new Step.SignedOut(before.until(at));
    }

    private Presence until(Instant at) {
        return new Presence(deviceId, userPartyId, signedInAt, at, evidence);
    }

    private Instant latest() {
        return signedOutAt == null ? signedInAt : signedOutAt;
    }
}
