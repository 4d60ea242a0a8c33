package io.planshare.quota.deduction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;
import io.planshare.quota.deduction.Close.Kinds;
import io.planshare.quota.deduction.Close.Move;

/**
 * Which records move, once it is settled how many units of their kind do: as few as possible. The earliest excess is covered
 * first; of what leaves an account the latest use leaves.
 */
final class Moves {

    private record Freed(UUID recordId, @Nullable ProviderAccountId from, long units) {}

    private final Kinds kind;

    private Moves(Kinds kind) {
        this.kind = kind;
    }

    static List<Move> of(Kinds kind) {
        return new Moves(kind).moves();
    }

    private List<Move> moves() {
        var before = new long[kind.accounts.size() + 1];
        kind.parts.forEach(part -> before[part.place() + 1] += part.units());
        var freed = new ArrayDeque<Freed>();
        for (int place = -1; place < kind.accounts.size(); place++) {
            free(place, before[place + 1] - now(place), freed);
        }
        var moves = new ArrayList<Move>();
        for (int place = 0; place < kind.accounts.size(); place++) {
            settle(place, now(place) - before[place + 1], freed, moves);
        }
        settle(-1, now(-1) - before[0], freed, moves);
        return moves;
    }

    private long now(int place) {
        return place < 0 ? kind.cell.excess : kind.cell.places.get(place).units;
    }

    private void free(int place, long surplus, ArrayDeque<Freed> freed) {
        long left = surplus;
        // Records are in the order of time.
        var parts = place < 0 ? kind.parts : kind.parts.reversed();
        for (var part : parts) {
            if (left <= 0) return;
            if (part.place() != place) continue;
            var units = Math.min(left, part.units());
            freed.add(new Freed(part.use().recordId(), id(place), units));
            left -= units;
        }
    }

    private void settle(int place, long lacking, ArrayDeque<Freed> freed, List<Move> moves) {
        long left = lacking;
        while (left > 0) {
            var next = freed.remove();
            var units = Math.min(left, next.units());
            moves.add(new Move(next.recordId(), next.from(), id(place), Units.of(units)));
            if (units < next.units()) freed.addFirst(new Freed(next.recordId(), next.from(), next.units() - units));
            left -= units;
        }
    }

    private @Nullable ProviderAccountId id(int place) {
        return place < 0 ? null : kind.accounts.get(place).id();
    }
}
