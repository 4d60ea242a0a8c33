package io.planshare.quota.deduction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.quota.deduction.Close.Move;
import io.planshare.quota.deduction.CloseInput.Use;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toMap;

/**
 * The order in which a close's moves can be posted one after the other: each finds the room that those before it left. So
 * however many there are, charging posts a few at a time. What is called back comes as late as it can. Moves that wait for
 * each other in a circle come last, together; no test ever saw any.
 */
final class MoveOrder {

    /** What a move needs room in: an account, or somebody's limit in it. */
    private record Room(ProviderAccountId account, @Nullable SubscriptionId payer) {}

    private final Map<Room, Long> left = new HashMap<>();
    private final Map<Room, Queue<Move>> waiting = new LinkedHashMap<>();
    private final Deque<Move> ready = new ArrayDeque<>();
    private final Map<UUID, SubscriptionId> payers;
    private final List<Move> ordered = new ArrayList<>();

    private MoveOrder(CloseInput input) {
        this.payers = input.uses().stream().collect(toMap(Use::recordId, Use::payer));
        input.accounts().forEach(account -> {
            left.put(new Room(account.id(), null), account.spare().count());
            account.access().forEach((payer, access) -> left.put(new Room(account.id(), payer), access.left().count()));
        });
    }

    /** Parts that can be posted one after the other, each as a whole, of at most so many moves but for a circle. */
    static List<List<Move>> parts(List<Move> moves, CloseInput input, int most) {
        var order = new MoveOrder(input);
        order.arrange(moves);
        var parts = new ArrayList<List<Move>>();
        for (int from = 0; from < order.ordered.size(); from += most)
            parts.add(order.ordered.subList(from, Math.min(order.ordered.size(), from + most)));
        var circle = order.waiting.values().stream().flatMap(Collection::stream).toList();
        if (!circle.isEmpty()) parts.add(circle);
        return List.copyOf(parts);
    }

    private void arrange(List<Move> moves) {
        moves.stream().filter(it -> it.to() != null).forEach(ready::add);
        postReady();
        moves.stream().filter(it -> it.to() == null).forEach(recall -> {
            ready.add(recall);
            postReady();
        });
    }

    private void postReady() {
        for (var move = ready.poll(); move != null; move = ready.poll()) {
            var lacking = lacking(move);
            if (lacking == null) {
                post(move);
            } else {
                waiting.computeIfAbsent(lacking, _ -> new PriorityQueue<>(comparing(Move::units)
                        .thenComparing(Move::recordId))).add(move);
            }
        }
    }

    private @Nullable Room lacking(Move move) {
        return rooms(move.to(), move).stream().filter(room -> left.getOrDefault(room, 0L) < move.units().count())
                .findFirst()
                .orElse(null);
    }

    private void post(Move move) {
        ordered.add(move);
        rooms(move.to(), move).forEach(room -> left.merge(room, -move.units().count(), Long::sum));
        rooms(move.from(), move).forEach(room -> free(room, move.units().count()));
    }

    private void free(Room room, long units) {
        long now = left.merge(room, units, MoveOrder::plus);
        var queue = waiting.get(room);
        while (queue != null && !queue.isEmpty() && queue.element().units().count() <= now)
            ready.add(queue.remove());
    }

    private List<Room> rooms(@Nullable ProviderAccountId account, Move move) {
        return account == null
                ? List.of()
                : List.of(new Room(account, null), new Room(account, payers.get(move.recordId())));
    }

    private static long plus(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
