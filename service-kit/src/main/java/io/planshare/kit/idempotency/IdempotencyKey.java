package io.planshare.kit.idempotency;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import io.planshare.kit.problem.Problem;

/**
 * The name that a client gave to one write, so that he may send it again.
 *
 * @param value 1 to 255 visible ASCII characters, without the quotes in which they may be sent
 */
record IdempotencyKey(String value) {

    static final String HEADER = "Idempotency-Key";

    private static final String POINTER = "#header/" + HEADER;
    /** A string of RFC 9651, as the header's draft asks for, or the bare characters that most clients send. */
    private static final Pattern QUOTED = Pattern.compile("\"((?:[!#-\\[\\]-~]|\\\\[\"\\\\])*)\"");
    private static final Pattern FORM = Pattern.compile("[!-~]{1,255}");

    /** Empty if the request has none; the problem to answer with if it has no right one. */
    static Optional<IdempotencyKey> of(HttpServletRequest request) {
        List<String> sent = Collections.list(request.getHeaders(HEADER));
        if (sent.isEmpty()) return Optional.empty();
        if (sent.size() > 1) throw invalid("is sent more than once").exception();
        var text = sent.getFirst().strip();
        var quoted = QUOTED.matcher(text);
        var value = quoted.matches() ? quoted.group(1).replaceAll("\\\\(.)", "$1") : text;
        if (!FORM.matcher(value).matches()) throw invalid("has 1 to 255 visible ASCII characters").exception();
        return Optional.of(new IdempotencyKey(value));
    }

    static Problem missing() {
        return Problem.of(400, "idempotency-key-missing",
                "This operation needs an Idempotency-Key: a name of your choice, the same whenever you send it again.")
                .at(POINTER, "is missing");
    }

    static Problem unsupported() {
        return Problem.of(400, "idempotency-key-unsupported", "This operation cannot remember its answer by a key.")
                .at(POINTER, "is not taken here");
    }

    private static Problem invalid(String message) {
        return Problem.of(400, "idempotency-key-invalid", "The Idempotency-Key " + message + ".").at(POINTER, message);
    }
}
