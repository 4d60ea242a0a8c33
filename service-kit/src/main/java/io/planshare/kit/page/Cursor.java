package io.planshare.kit.page;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.kit.problem.Problem;

/**
 * Where a page begins and how long it may be. A controller method takes it as a parameter; the kit fills it from the
 * query's {@code limit} (1 to 200, 50 unless told) and {@code after} (opaque: the {@code next} of the page before), and
 * answers 400 for anything else.
 *
 * @param after the key of the last row already shown, as {@link Page#of} was given it; null at the beginning
 */
public record Cursor(int limit, @Nullable String after) {

    public static final int LIMIT_DEFAULT = 50;
    public static final int LIMIT_MAX = 200;

    public Cursor {
        if (limit < 1 || limit > LIMIT_MAX) throw new IllegalArgumentException("a page has 1 to 200 items");
    }

    /** The place for a list ordered by id; 400 if the client changed the cursor. */
    public Optional<UUID> afterId() {
        if (after == null) return Optional.empty();
        try {
            return Optional.of(UUID.fromString(after));
        } catch (IllegalArgumentException e) {
            throw broken().exception();
        }
    }

    static Cursor parse(@Nullable String limit, @Nullable String after) {
        return new Cursor(limit == null ? LIMIT_DEFAULT : limit(limit), after == null ? null : decode(after));
    }

    static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static int limit(String text) {
        try {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LIMIT_MAX) return limit;
        } catch (NumberFormatException e) {
            // told below, as for a number out of range
        }
        throw Problem.of(400, "invalid-parameter", "The query parameter limit is not a number from 1 to 200.")
                .at("#query/limit", "must be a number from 1 to 200").exception();
    }

    private static String decode(String after) {
        try {
            var key = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
            if (key.isEmpty() || key.chars().anyMatch(Character::isISOControl)) throw broken().exception();
            return key;
        } catch (IllegalArgumentException e) {
            throw broken().exception();
        }
    }

    private static Problem broken() {
        return Problem.of(400, "invalid-parameter", "The query parameter after is not the next of a page.")
                .at("#query/after", "must be the next of the page before, unchanged");
    }
}
