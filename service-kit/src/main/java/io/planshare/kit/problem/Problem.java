package io.planshare.kit.problem;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * A refusal or a failure as RFC 9457 tells it. Immutable: each method answers a new one.
 *
 * @param status 400 to 599
 * @param slug the stable name of this kind of problem, kebab-case: {@code type} is {@code urn:planshare:problem:<slug>}
 * @param detail one sentence for the person at the other end; shows no internals and no clear identifier
 * @param errors which places of the request are wrong; may be empty
 * @param members further members of the body, by name
 * @param headers further response headers
 */
public record Problem(int status, String slug, String detail, List<Fault> errors, Map<String, Object> members,
        Map<String, String> headers) {

    /**
     * A wrong place of the request.
     *
     * @param pointer a JSON pointer into the body ({@code /devices/0/imei}, empty for the whole body), or
     *            {@code #query/<name>}, {@code #path/<name>}, {@code #header/<name>}
     */
    public record Fault(String pointer, String message) {}

    private static final String TYPE = "urn:planshare:problem:";
    private static final String INSTANCE = "urn:planshare:trace:";
    private static final String SLUG = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    public Problem {
        if (status < 400 || status > 599) throw new IllegalArgumentException("no problem has status " + status);
        if (!slug.matches(SLUG)) throw new IllegalArgumentException("a slug is kebab-case: " + slug);
        errors = List.copyOf(errors);
        members = Map.copyOf(members);
        headers = Map.copyOf(headers);
    }

    public static Problem of(int status, String slug, String detail) {
        return new Problem(status, slug, detail, List.of(), Map.of(), Map.of());
    }

    /** 404 {@code unknown-<kind>}: there is no such thing, or the caller may not know of it. */
    public static Problem notFound(String kind, Object id) {
        return of(404, "unknown-" + kind, "There is no " + kind.replace('-', ' ') + " " + id + ".");
    }

    /**
     * Reads a value of the request that only the code can read, such as an identifier whose kind stands beside it.
     *
     * @throws ProblemException 400 at this pointer, if reading it throws an {@link IllegalArgumentException}, whose
     *             message is shown
     */
    public static <T> T reading(String pointer, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw InputProblems.refused(pointer, e).exception();
        }
    }

    /** Adds a wrong place. */
    public Problem at(String pointer, String message) {
        var more = new ArrayList<>(errors);
        more.add(new Fault(pointer, message));
        return new Problem(status, slug, detail, more, members, headers);
    }

    /** Adds a member to the body; the value is written as JSON. */
    public Problem with(String name, Object value) {
        var more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Problem(status, slug, detail, errors, more, headers);
    }

    /** When to try again, in whole seconds, at least one. */
    public Problem retryAfter(Duration wait) {
        return header(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
    }

    public Problem header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(status, slug, detail, errors, members, more);
    }

    /** For an edge that has no other way out, such as an unknown id in a path. Rolls back a transaction it passes. */
    public ProblemException exception() {
        return new ProblemException(this);
    }

    /** What a controller returns. The instance names the trace in which it happened. */
    public ResponseEntity<ProblemDetail> response() {
        var http = new HttpHeaders();
        http.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.forEach(http::set);
        return new ResponseEntity<>(body(), http, status);
    }

    ProblemDetail body() {
        var body = ProblemDetail.forStatus(status);
        body.setType(URI.create(TYPE + slug));
        body.setTitle(title());
        body.setDetail(detail);
        var trace = traceId();
        if (trace != null) body.setInstance(URI.create(INSTANCE + trace));
        if (trace != null && status >= 500) body.setProperty("traceId", trace);
        if (!errors.isEmpty()) body.setProperty("errors", errors);
        members.forEach(body::setProperty);
        return body;
    }

    private String title() {
        var words = slug.replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static @Nullable String traceId() {
        return MDC.get("traceId");
    }
}
