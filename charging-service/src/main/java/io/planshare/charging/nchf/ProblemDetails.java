package io.planshare.charging.nchf;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.planshare.kit.problem.Problem;

/**
 * What went wrong, as 3GPP tells it (TS 29.571 ProblemDetails): RFC 9457 with a cause that a program can act on.
 *
 * @param cause from TS 29.500 table 5.2.7.2-1 or TS 32.291 table 6.1.7.3-1; null where these name none
 * @param detail one sentence for people; shows no internals and no identifier of a person
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemDetails(String title, int status, String detail, @Nullable String cause,
        List<InvalidParam> invalidParams) {

    /**
     * A place of the request.
     *
     * @param param a JSON pointer into the body, or a header as {@code header <name>}
     */
    record InvalidParam(String param, String reason) {}

    /** The members that every request must have; all others are optional to us (TS 32.291 clause 6.1.6.2). */
    private static final Set<String> MANDATORY = Set.of("subscriberIdentifier", "nfConsumerIdentification",
            "nodeFunctionality", "invocationTimeStamp", "invocationSequenceNumber", "ratingGroup",
            "localSequenceNumber", "supi", "notifUri");

    private static final Duration SOON = Duration.ofSeconds(1);

    ProblemDetails {
        invalidParams = List.copyOf(invalidParams);
    }

    static ProblemDetails of(int status, @Nullable String cause, String detail) {
        return new ProblemDetails(HttpStatus.valueOf(status).getReasonPhrase(), status, detail, cause, List.of());
    }

    static ProblemDetails missing(String pointer) {
        return of(400, "MANDATORY_IE_MISSING", pointer + " is missing.").at(pointer, "must be given");
    }

    static ProblemDetails incorrect(String pointer, String reason) {
        if (pointer.isEmpty()) return of(400, "INVALID_MSG_FORMAT", "The body " + reason + ".");
        var mandatory = MANDATORY.contains(pointer.substring(pointer.lastIndexOf('/') + 1));
        return of(400, mandatory ? "MANDATORY_IE_INCORRECT" : "OPTIONAL_IE_INCORRECT", pointer + " " + reason + ".")
                .at(pointer, reason);
    }

    static ProblemDetails notJson(String detail) {
        return of(400, "INVALID_MSG_FORMAT", "This is not a JSON object: " + detail + ".");
    }

    static ProblemDetails userUnknown() {
        return of(404, "USER_UNKNOWN", "No subscription has this subscriber identifier.");
    }

    /** As TS 29.594 tells it, which has no 404 for it. */
    static ProblemDetails subscriberUnknown(String pointer) {
        return of(400, "USER_UNKNOWN", "No subscription has this subscriber identifier.").at(pointer,
                "must be the SUPI of a subscription");
    }

    /** @param pointers to those that are none */
    static ProblemDetails unknownCounters(List<String> pointers) {
        var problem = of(400, "UNKNOWN_POLICY_COUNTERS", "There are no such policy counters.");
        return new ProblemDetails(problem.title, problem.status, problem.detail, problem.cause,
                pointers.stream().map(pointer -> new InvalidParam(pointer, "is no policy counter")).toList());
    }

    static ProblemDetails contextNotFound() {
        return of(404, "CONTEXT_NOT_FOUND", "There is no such charging session, or it has ended.");
    }

    static ProblemDetails congestion(String detail) {
        return of(503, "NF_CONGESTION", detail);
    }

    /** A problem that the service knows without knowing 3GPP. A lost race is told as congestion: it is worth a repeat. */
    static ResponseEntity<byte[]> response(Problem problem) {
        var headers = new HttpHeaders();
        problem.headers().forEach(headers::set);
        return switch (problem.status()) {
            case 400 -> of(400, "INVALID_MSG_FORMAT", problem.detail()).response(headers);
            case 409, 503 -> congestion(problem.detail()).response(SOON);
            case 500 -> of(500, "SYSTEM_FAILURE", problem.detail()).response(headers);
            default -> of(problem.status(), null, problem.detail()).response(headers);
        };
    }

    ProblemDetails at(String param, String reason) {
        return new ProblemDetails(title, status, detail, cause, List.of(new InvalidParam(param, reason)));
    }

    ResponseEntity<byte[]> response() {
        return response(new HttpHeaders());
    }

    /** With the time to wait before the next attempt, in whole seconds. */
    ResponseEntity<byte[]> response(Duration retryAfter) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, seconds(retryAfter));
        return response(headers);
    }

    /** Whole seconds, as {@code Retry-After} has them. */
    static String seconds(Duration time) {
        return Long.toString(Math.max(1, time.plusMillis(999).toSeconds()));
    }

    ResponseEntity<byte[]> response(HttpHeaders headers) {
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return new ResponseEntity<>(WireJson.bytes(this), headers, status);
    }
}
