package io.planshare.quota.deduction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

/**
 * How much of which kind of use lies on which account, and the ways in which more of it fits: along an augmenting path use
 * that lies somewhere already moves to another account that pays for it too, and is never pushed out. Deterministic: nodes
 * are looked at in the order in which they were added.
 */
final class FlowGraph {

    static final long UNLIMITED = Long.MAX_VALUE;

    private final List<Account> accounts = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();
    private int search;

    /** Somewhere to lie. */
    static final class Account {
        final int index;
        final boolean ended;
        long spare;
        final List<Access> accesses = new ArrayList<>();
        private final Map<Integer, Access> byPayer = new HashMap<>();
        private int seenIn;

        private Account(int index, boolean ended, long spare) {
            this.index = index;
            this.ended = ended;
            this.spare = spare;
        }
    }

    /** So much may still be called back, of all accesses that share it. */
    static final class Recallable {
        private long units;

        Recallable(long units) {
            this.units = units;
        }
    }

    /** What one payer may draw on one account. */
    static final class Access {
        final Account account;
        final int payer;
        /** What its limit leaves. */
        long left;
        private final Recallable recallable;
        final List<Place> places = new ArrayList<>();
        private int seenIn;

        private Access(Account account, int payer, long left, Recallable recallable) {
            this.account = account;
            this.payer = payer;
            this.left = left;
            this.recallable = recallable;
        }
    }

    /** Use of one payer for which the same accounts can pay. */
    static final class Cell {
        final int payer;
        final List<Place> places = new ArrayList<>();
        long excess;
        private int seenIn;
        private @Nullable Place takenBy;
        private @Nullable Place taken;
        private boolean hopeless;

        private Cell(int payer) {
            this.payer = payer;
        }
    }

    /** A cell on an account. */
    static final class Place {
        final Cell cell;
        final Access access;
        long units;

        private Place(Cell cell, Access access) {
            this.cell = cell;
            this.access = access;
        }
    }

    Account account(boolean ended, long spare) {
        var account = new Account(accounts.size(), ended, spare);
        accounts.add(account);
        return account;
    }

    Access access(Account account, int payer, long left, Recallable recallable) {
        return account.byPayer.computeIfAbsent(payer, _ -> {
            var access = new Access(account, payer, left, recallable);
            account.accesses.add(access);
            return access;
        });
    }

    Cell cell(int payer, List<Access> accesses) {
        var cell = new Cell(payer);
        for (var access : accesses) {
            var place = new Place(cell, access);
            cell.places.add(place);
            access.places.add(place);
        }
        cells.add(cell);
        return cell;
    }

    List<Cell> cells() {
        return cells;
    }

    /** From here on other accounts may take more: what was hopeless is not any more. */
    void reconsider() {
        cells.forEach(cell -> cell.hopeless = false);
    }

    /** Places up to so many units of the cell's excess; answers how many. */
    long push(Cell from, long wanted, boolean endedOnly) {
        long pushed = 0;
        while (pushed < wanted && !from.hopeless) {
            var end = find(from, endedOnly);
            if (end == null) break;
            pushed += move(from, end, wanted - pushed);
        }
        from.excess -= pushed;
        return pushed;
    }

    /** A way from the cell to an account with room; null and the cells on all ways hopeless if there is none. */
    private @Nullable Place find(Cell from, boolean endedOnly) {
        search++;
        var queue = new ArrayDeque<Cell>();
        var visited = new ArrayList<Cell>();
        enqueue(queue, visited, from, null, null);
        while (!queue.isEmpty()) {
            var cell = queue.remove();
            for (var place : cell.places) {
                var access = place.access;
                var account = access.account;
                if (access.left > 0 && account.spare > 0 && (account.ended || !endedOnly)) return place;
                if (access.seenIn != search) {
                    access.seenIn = search;
                    displace(access, place, queue, visited);
                }
                if (access.left > 0 && account.seenIn != search) {
                    account.seenIn = search;
                    for (var other : account.accesses) {
                        if (other.seenIn == search) continue;
                        other.seenIn = search;
                        displace(other, place, queue, visited);
                    }
                }
            }
        }
        // Whoever is on a way that leads nowhere stays there: no later path can pass through, as it could not leave.
        visited.forEach(cell -> cell.hopeless = true);
        return null;
    }

    private void displace(Access access, Place by, ArrayDeque<Cell> queue, List<Cell> visited) {
        for (var place : access.places) {
            if (place.units > 0 && !place.cell.hopeless) enqueue(queue, visited, place.cell, by, place);
        }
    }

    private void enqueue(ArrayDeque<Cell> queue, List<Cell> visited, Cell cell, @Nullable Place by,
            @Nullable Place taken) {
        if (cell.seenIn == search) return;
        cell.seenIn = search;
        cell.takenBy = by;
        cell.taken = taken;
        queue.add(cell);
        visited.add(cell);
    }

    private static long move(Cell from, Place end, long wanted) {
        long units = Math.min(wanted, Math.min(end.access.account.spare, end.access.left));
        for (Place place = end; place.cell != from; place = by(place)) {
            units = Math.min(units, taken(place).units);
            if (by(place).cell.payer != place.cell.payer) units = Math.min(units, by(place).access.left);
        }
        end.access.account.spare -= units;
        put(end, units);
        for (Place place = end; place.cell != from; place = by(place)) {
            take(taken(place), units);
            put(by(place), units);
        }
        return units;
    }

    private static Place by(Place place) {
        return requireNonNull(place.cell.takenBy);
    }

    private static Place taken(Place place) {
        return requireNonNull(place.cell.taken);
    }

    static void put(Place place, long units) {
        place.units += units;
        if (place.access.left != UNLIMITED) place.access.left -= units;
    }

    static void take(Place place, long units) {
        place.units -= units;
        if (place.access.left != UNLIMITED) place.access.left += units;
    }

    /**
     * Gives an owner units of his own accounts that others use, who are left with excess: of the lowest priority first.
     *
     * @param owners the owner's cells
     * @param own his accounts
     * @param lowestFirst orders the others
     * @return how many units were called back
     */
    long recall(List<Cell> owners, Set<Account> own, Comparator<Access> lowestFirst, long wanted) {
        long recalled = 0;
        var payers = owners.stream().map(cell -> cell.payer).collect(toSet());
        while (recalled < wanted) {
            var units = recallOnce(owners, payers, own, lowestFirst, wanted - recalled);
            if (units == 0) break;
            recalled += units;
        }
        return recalled;
    }

    private long recallOnce(List<Cell> owners, Set<Integer> payers, Set<Account> own,
            Comparator<Access> lowestFirst, long wanted) {
        for (var from : owners) {
            if (from.excess == 0) continue;
            search++;
            var queue = new ArrayDeque<Cell>();
            enqueue(queue, new ArrayList<>(), from, null, null);
            while (!queue.isEmpty()) {
                for (var place : queue.remove().places) {
                    var account = place.access.account;
                    if (!own.contains(account) || account.seenIn == search) continue;
                    account.seenIn = search;
                    var victim = account.accesses.stream().filter(it -> !payers.contains(it.payer)).filter(
                            it -> it.recallable.units > 0 && it.places.stream().anyMatch(p -> p.units > 0))
                            .min(lowestFirst);
                    if (victim.isPresent()) {
                        return take(from, place, victim.get(), Math.min(wanted, from.excess));
                    }
                    for (var other : account.accesses) {
                        if (payers.contains(other.payer)) displace(other, place, queue, new ArrayList<>());
                    }
                }
            }
        }
        return 0;
    }

    private static long take(Cell from, Place end, Access victim, long wanted) {
        var lost = victim.places.reversed().stream().filter(place -> place.units > 0).findFirst().orElseThrow();
        long units = Math.min(Math.min(wanted, victim.recallable.units), lost.units);
        for (Place place = end; place.cell != from; place = by(place))
            units = Math.min(units, taken(place).units);
        take(lost, units);
        lost.cell.excess += units;
        victim.recallable.units -= units;
        put(end, units);
        for (Place place = end; place.cell != from; place = by(place)) {
            take(taken(place), units);
            put(by(place), units);
        }
        from.excess -= units;
        return units;
    }
}
