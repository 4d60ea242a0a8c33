package io.planshare.enrollment.enrollment;

import io.planshare.kit.problem.Problem;

/** How refusals about enrollments are told. */
final class EnrollmentProblems {

    private EnrollmentProblems() {}

    /** Every outcome but {@link EnrollmentOutcome.Done}. */
    static Problem of(EnrollmentOutcome refusal) {
        return switch (refusal) {
            case EnrollmentOutcome.Done _ -> throw new IllegalArgumentException("that is no refusal");
            case EnrollmentOutcome.UnknownEnrollment(var id) -> Problem.notFound("enrollment", id);
            case EnrollmentOutcome.UnknownDevice(var id) -> Problem.notFound("device", id);
            case EnrollmentOutcome.UnknownUser(var id) ->
                Problem.notFound("party", id).at("/userPartyId", "is not known");
            case EnrollmentOutcome.UnknownSubscription(var id) ->
                Problem.notFound("subscription", id).at("/subscriptionId", "is not known");
            case EnrollmentOutcome.IdTaken(var id) ->
                Problem.of(409, "id-taken", "There is an enrollment " + id + " already.").at("/id", "is taken");
            case EnrollmentOutcome.DeviceRetired(var id) ->
                Problem.of(409, "device-retired", "The device " + id + " is retired.");
            case EnrollmentOutcome.EquipmentBlacklisted(var id) -> Problem.of(423, "equipment-blacklisted",
                    "The equipment of device " + id + " is barred in the equipment identity register.");
            case EnrollmentOutcome.Restricted(var level) -> Problem
                    .of(423, "restricted", "The device or the subscription is restricted: nothing is paired meanwhile.")
                    .with("level", level);
            case EnrollmentOutcome.SubscriptionOfAnother(var id) ->
                Problem.of(409, "subscription-of-another", "The user does not hold the subscription " + id + ".")
                        .at("/subscriptionId", "is not the user's own");
            case EnrollmentOutcome.SubscriptionNotActive(var status) ->
                Problem.of(409, "subscription-state", "The subscription is " + status + ".").with("status", status);
            case EnrollmentOutcome.NotOffered(var code) ->
                Problem.of(409, "capability-not-offered", "The device does not offer " + code + ".")
                        .at("/capabilities", "names " + code + ", which the device does not offer")
                        .with("capability", code);
            case EnrollmentOutcome.NoConsent(var owner) ->
                Problem.of(403, "no-consent", "Only the owner of the device, " + owner + ", can consent to this.")
                        .with("ownerPartyId", owner);
            case EnrollmentOutcome.ConsentTooShort() ->
                Problem.of(400, "invalid-value", "The consent would end before the enrollment begins.")
                        .at("", "until must lie after now and after validFrom");
            case EnrollmentOutcome.Full(var max) ->
                Problem.of(409, "enrollments-full", "The device has " + max + " live enrollments, which is the most.");
            case EnrollmentOutcome.AmbiguousPayer(var other) -> Problem
                    .of(409, "ambiguous-payer", "The enrollment " + other + " pays for one of these capabilities at the"
                            + " same time with the same priority.")
                    .with("enrollmentId", other);
            case EnrollmentOutcome.WrongState(var state) ->
                Problem.of(409, "enrollment-state", "The enrollment is " + state + ": that cannot be done, or is so"
                        + " already.").with("state", state);
        };
    }
}
