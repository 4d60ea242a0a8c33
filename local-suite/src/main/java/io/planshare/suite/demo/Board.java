package io.planshare.suite.demo;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What the page shows of the story at one moment. Units are octets.
 *
 * @param state {@code WAITING}, {@code CREATED} or {@code FAILED}
 * @param problem why there is no story, or why this moment's picture has gaps
 * @param recent latest uses, newest first
 */
record Board(String state, @Nullable String problem, List<PoolLine> family, List<PoolLine> car,
        List<PayerLine> payers, List<Use> recent) {

    Board {
        family = List.copyOf(family);
        car = List.copyOf(car);
        payers = List.copyOf(payers);
        recent = List.copyOf(recent);
    }

    static Board without(String state, @Nullable String problem) {
        return new Board(state, problem, List.of(), List.of(), List.of(), List.of());
    }

    /** A provider account: available = granted - reserved - consumed - expired - withdrawn. */
    record PoolLine(UUID id, String name, String owner, List<Long> ratingGroups, long granted, long reserved,
            long consumed, long available, List<ShareLine> shares) {}

    /** @param limit null: as much as the account has */
    record ShareLine(String person, @Nullable Long limit, long consumed, long reserved, @Nullable Long left) {}

    /** @param payer null: nobody pays, so it is denied */
    record PayerLine(String capability, @Nullable Long ratingGroup, String outcome, String reason,
            @Nullable String payer) {}

    record Use(Instant at, String user, long ratingGroup, @Nullable String capability, long metered,
            @Nullable String payer, List<Part> parts, long uncovered, @Nullable String uncoveredReason) {}

    record Part(String pool, long units) {}
}
