package io.planshare.charging.usage;

import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.kit.problem.Problem;
import io.planshare.model.Id;

/**
 * Which one thing a list is about: exactly one of the query parameters that could name it.
 *
 * @param parameter the name of the query parameter that was given
 */
record About(String parameter, UUID id) {

    /** One of the query parameters that could name it. */
    record Candidate(String parameter, @Nullable Id id) {}

    /** @throws io.planshare.kit.problem.ProblemException 400 that names the parameters, if none or several are given */
    static About oneOf(Candidate... candidates) {
        var given = Arrays.stream(candidates).filter(candidate -> candidate.id() != null).toList();
        if (given.size() == 1) {
            var only = given.getFirst();
            return new About(only.parameter(), Objects.requireNonNull(only.id()).value());
        }
        var names = String.join(", ", Arrays.stream(candidates).map(Candidate::parameter).toList());
        var problem = Problem.of(400, "invalid-parameter", "Exactly one of these is needed: " + names + ".");
        for (var candidate : given.isEmpty() ? Arrays.asList(candidates) : given) {
            problem = problem.at("#query/" + candidate.parameter(), "exactly one of " + names + " is needed");
        }
        throw problem.exception();
    }
}
