package io.planshare.theft.restriction;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Who has answered one version of a restriction, and how. */
record Acknowledgements(Map<EnforcingService, Answer> answers) {

    static final Acknowledgements NONE = new Acknowledgements(Map.of());

    /**
     * @param applied enforced; false if the service tells that it cannot
     * @param took from the order to the commit over there; unknown for a failure
     */
    record Answer(EnforcingService service, boolean applied, Instant at, @Nullable Duration took, String detail) {}

    Acknowledgements {
        answers = Map.copyOf(answers);
    }

    /** Whether all four enforce it: the next decision of each obeys. */
    boolean isComplete() {
        return missing().isEmpty();
    }

    /** Those that have not applied it, a failure included. */
    List<EnforcingService> missing() {
        return Arrays.stream(EnforcingService.values()).filter(service -> {
            var answer = answers.get(service);
            return answer == null || !answer.applied();
        }).toList();
    }

    /** Of those that have applied it, the one that took longest. */
    Optional<Answer> slowest() {
        return answers.values().stream().filter(answer -> answer.applied() && answer.took() != null)
                .max(Comparator.comparing(answer -> answer.took() == null ? Duration.ZERO : answer.took()));
    }
}
