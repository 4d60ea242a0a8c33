package io.planshare.kit.page;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next what to send as {@code after} to get the next page; null on the last
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page out of what a store found.
     *
     * @param found up to {@code cursor.limit() + 1} rows in the order of their keys: the row too many proves a next page
     * @param key where a row stands in that order
     */
    public static <T> Page<T> of(Cursor cursor, List<T> found, Function<T, String> key) {
        if (found.size() <= cursor.limit()) return new Page<>(found, null);
        var items = found.subList(0, cursor.limit());
        return new Page<>(items, Cursor.encode(key.apply(items.getLast())));
    }

    /** The same page of what each item shows. */
    public <R> Page<R> map(Function<? super T, ? extends R> view) {
        return new Page<>(items.stream().<R>map(view).toList(), next);
    }
}
