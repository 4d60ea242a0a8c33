package io.planshare.enrollment.device;

import java.util.List;

import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;

/** How refusals about devices are told. */
final class DeviceProblems {

    private DeviceProblems() {}

    static Problem badOffer(List<Offer.Fault> faults) {
        var problem = Problem.of(400, "invalid-value", "The capabilities do not make sense together.");
        for (var fault : faults) {
            problem = switch (fault) {
                case Offer.Fault.Twice(var i) -> problem.at("/capabilities/" + i + "/code", "stands here twice");
                case Offer.Fault.NoMatch(var i) ->
                    problem.at("/capabilities/" + i + "/matches", "needs at least one match");
                case Offer.Fault.MatchOfUnclassified(var i) ->
                    problem.at("/capabilities/" + i + "/matches",
                            "must be empty: UNCLASSIFIED is what nothing matches");
                case Offer.Fault.SameMatch(var i, var j, var other) ->
                    problem.at("/capabilities/" + i + "/matches/" + j, "is a match of " + other + " already");
                case Offer.Fault.TooManyMatches(var found) -> problem.at("/capabilities",
                        "have " + found + " matches together, more than " + Offer.MATCHES_MAX);
            };
        }
        return problem;
    }

    static Problem idTaken(DeviceId id) {
        return Problem.of(409, "id-taken", "There is a device " + id + " already.").at("/id", "is taken");
    }

    static Problem inUse(int cards, int enrollments) {
        return Problem.of(409, "device-in-use", "It holds " + cards + " cards and has " + enrollments
                + " live enrollments: take them out and end them first.").with("cards", cards)
                .with("enrollments", enrollments);
    }

    static Problem retired(DeviceId id) {
        return Problem.of(409, "device-retired", "The device " + id + " is retired.");
    }
}
