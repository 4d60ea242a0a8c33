package io.planshare.quota.deduction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;
import io.planshare.quota.deduction.Close.Move;

/** Moves in their order, cut into parts where they may be. In a part the pieces of one move are one. */
final class MoveParts {

    private record Way(UUID recordId, @Nullable ProviderAccountId from, @Nullable ProviderAccountId to) {}

    private final int most;
    private final List<List<Move>> done = new ArrayList<>();
    private final Map<Way, Units> part = new LinkedHashMap<>();
    private final List<Move> together = new ArrayList<>();

    /** @param most moves in a part, unless more must stay together */
    MoveParts(int most) {
        this.most = most;
    }

    /** In one part with those since a part might end. */
    void add(Move move) {
        together.add(move);
    }

    void mayEnd() {
        var more = together.stream().map(MoveParts::way).filter(way -> !part.containsKey(way)).distinct().count();
        if (part.size() + more > most) endPart();
        together.forEach(move -> part.merge(way(move), move.units(), Units::plus));
        together.clear();
    }

    List<List<Move>> end() {
        endPart();
        return List.copyOf(done);
    }

    private void endPart() {
        if (part.isEmpty()) return;
        done.add(part.entrySet().stream().map(it -> new Move(it.getKey().recordId, it.getKey().from, it.getKey().to,
                it.getValue())).toList());
        part.clear();
    }

    private static Way way(Move move) {
        return new Way(move.recordId(), move.from(), move.to());
    }
}
