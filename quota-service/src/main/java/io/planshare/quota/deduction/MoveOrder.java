package io.planshare.quota.deduction;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;
import io.planshare.quota.deduction.Close.Move;
import io.planshare.quota.deduction.CloseInput.Use;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

/**
 * The order in which a close's moves can be posted, a few at a time: each finds the room that those before it left. What is
 * called back comes as late as it can, and in one part with all that fills its room, so that nobody is called back from for
 * nothing. A move whose room comes piece by piece is made in pieces, at most one of it in a part. Moves that wait for each
 * other in a circle come last, what goes round in one part.
 */
final class MoveOrder {

    /** An account, and who waits for room in it though his limit has some. */
    private static final class Place {
        private long spare;
        private final SequencedSet<Line> open = new LinkedHashSet<>();
        private final Deque<Waiting> leaving = new ArrayDeque<>();
    }

    /** One payer's moves into an account that wait for room, in it or in his limit; and those out of it that wait elsewhere. */
    private static final class Line {
        private final Place place;
        private long limit;
        private final Deque<Waiting> moves = new ArrayDeque<>();
        private final Deque<Waiting> leaving = new ArrayDeque<>();

        private Line(Place place, long limit) {
            this.place = place;
            this.limit = limit;
        }

        private void openOrClose() {
            dropPosted(moves);
            if (limit > 0 && !moves.isEmpty()) {
                place.open.add(this);
            } else {
                place.open.remove(this);
            }
        }
    }

    /** So much of a move is still to be posted. */
    private static final class Waiting {
        private final Move move;
        private final @Nullable Line from;
        private final @Nullable Line to;
        private long units;

        private Waiting(Move move, @Nullable Line from, @Nullable Line to) {
            this.move = move;
            this.from = from;
            this.to = to;
            this.units = move.units().count();
        }
    }

    private record LineKey(ProviderAccountId account, SubscriptionId payer) {}

    private final Map<ProviderAccountId, Place> places = new LinkedHashMap<>();
    private final Map<LineKey, Line> lines = new LinkedHashMap<>();
    private final Deque<Place> freed = new ArrayDeque<>();
    private final MoveParts parts;

    private MoveOrder(CloseInput input, int most) {
        this.parts = new MoveParts(most);
        input.accounts().forEach(account -> {
            var place = place(account.id());
            place.spare = account.spare().count();
            account.access().forEach((payer, access) -> lines.put(new LineKey(account.id(), payer),
                    new Line(place, access.left().count())));
        });
    }

    /**
     * Parts that can be posted one after the other, each as a whole. Each has at most so many moves; more only if one recall
     * and what fills its room, or one circle, are more.
     */
    static List<List<Move>> parts(List<Move> moves, CloseInput input, int most) {
        Map<UUID, SubscriptionId> payers = input.uses().stream().collect(toMap(Use::recordId, Use::payer));
        var order = new MoveOrder(input, most);
        order.arrange(moves.stream().map(move -> {
            var payer = requireNonNull(payers.get(move.recordId()));
            return new Waiting(move, order.line(move.from(), payer), order.line(move.to(), payer));
        }).toList());
        return order.parts.end();
    }

    private void arrange(List<Waiting> moves) {
        for (var move : moves) {
            if (move.to == null) continue;
            move.to.moves.add(move);
            move.to.openOrClose();
            if (move.from == null) continue;
            move.from.leaving.add(move);
            move.from.place.leaving.add(move);
        }
        freed.addAll(places.values());
        while (postNext())
            parts.mayEnd();
        moves.stream().filter(it -> it.to == null).forEach(this::recall);
        for (var line : lines.values()) {
            while (!line.moves.isEmpty())
                postCircle(line.moves.getFirst());
        }
    }

    /** No more at a time than goes all the way, from account to account, to somebody's excess. */
    private void recall(Waiting recall) {
        while (recall.units > 0) {
            post(recall, Math.min(recall.units, narrowest(requireNonNull(recall.from).place)));
            while (postNext()) {
            }
            parts.mayEnd();
        }
    }

    /** How much of what becomes free of an account each of those takes on who wait in front, there and where they come from. */
    private static long narrowest(Place free) {
        long units = Long.MAX_VALUE;
        var seen = new HashSet<Place>();
        var at = free;
        while (at != null && !at.open.isEmpty() && seen.add(at)) {
            var line = at.open.getFirst();
            var next = line.moves.getFirst();
            units = Math.min(units, Math.min(next.units, line.limit));
            at = next.from == null ? null : next.from.place;
        }
        return units;
    }

    /** As much as there is room for of what waits in front where room became free; false if nothing does. */
    private boolean postNext() {
        for (var place = freed.peek(); place != null; place = freed.peek()) {
            if (place.spare > 0 && !place.open.isEmpty()) {
                var line = place.open.getFirst();
                var next = line.moves.getFirst();
                post(next, Math.min(next.units, Math.min(line.limit, place.spare)));
                return true;
            }
            freed.remove();
        }
        return false;
    }

    /** Once nothing more becomes free, whoever waits does so for somebody who waits: in the end for himself. */
    private void postCircle(Waiting first) {
        var followed = new LinkedHashMap<Deque<Waiting>, Waiting>();
        var room = isWaitedFor(first);
        while (!followed.containsKey(room)) {
            dropPosted(room);
            followed.put(room, room.getFirst());
            room = isWaitedFor(room.getFirst());
        }
        var begin = room;
        var circle = followed.sequencedEntrySet().stream().dropWhile(it -> it.getKey() != begin)
                .map(Map.Entry::getValue)
                .toList();
        long units = circle.stream().mapToLong(MoveOrder::atMost).min().orElseThrow();
        circle.forEach(it -> post(it, units));
        while (postNext()) {
        }
        parts.mayEnd();
    }

    /** Those who must leave before it: if the limit has room, anybody. */
    private static Deque<Waiting> isWaitedFor(Waiting move) {
        var to = requireNonNull(move.to);
        return to.limit > 0 ? to.place.leaving : to.leaving;
    }

    private static long atMost(Waiting move) {
        var limit = requireNonNull(move.to).limit;
        return limit > 0 ? Math.min(limit, move.units) : move.units;
    }

    private static void dropPosted(Deque<Waiting> moves) {
        while (!moves.isEmpty() && moves.getFirst().units == 0)
            moves.removeFirst();
    }

    private void post(Waiting move, long units) {
        parts.add(piece(move, units));
        move.units -= units;
        if (move.to != null) {
            move.to.limit -= units;
            move.to.place.spare -= units;
            move.to.openOrClose();
        }
        if (move.from != null) {
            move.from.limit = plus(move.from.limit, units);
            move.from.place.spare = plus(move.from.place.spare, units);
            move.from.openOrClose();
            freed.add(move.from.place);
        }
    }

    private static Move piece(Waiting waiting, long units) {
        var move = waiting.move;
        return new Move(move.recordId(), move.from(), move.to(), Units.of(units));
    }

    private @Nullable Line line(@Nullable ProviderAccountId account, SubscriptionId payer) {
        return account == null
                ? null
                : lines.computeIfAbsent(new LineKey(account, payer), _ -> new Line(place(account), 0));
    }

    private Place place(ProviderAccountId account) {
        return places.computeIfAbsent(account, _ -> new Place());
    }

    private static long plus(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
