package io.planshare.charging.camara;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.swagger.v3.oas.annotations.media.Schema;
import tools.jackson.databind.JsonNode;

/**
 * What went wrong, as CAMARA tells it.
 *
 * @param code one of CAMARA's words, for programs
 * @param message for people; shows no internals and no number
 */
@Schema(name = "ErrorInfo")
record CamaraError(@Schema(example = "404") int status, @Schema(example = "IDENTIFIER_NOT_FOUND") String code,
        @Schema(example = "Device identifier not found.") String message) {

    private static final String TYPE = "urn:planshare:problem:";
    /** Those that say more than a status; this face's problems carry them as their type. */
    private static final Set<String> CODES = Set.of("OUT_OF_RANGE", "IDENTIFIER_NOT_FOUND", "MISSING_IDENTIFIER",
            "UNNECESSARY_IDENTIFIER", "UNSUPPORTED_IDENTIFIER", "SERVICE_NOT_APPLICABLE");

    /** The same as a problem of RFC 9457, with the places that are wrong. */
    static CamaraError of(JsonNode problem) {
        var status = problem.path("status").asInt();
        var slug = problem.path("type").asString("").replace(TYPE, "").replace('-', '_').toUpperCase(Locale.ROOT);
        var places = problem.path("errors").valueStream()
                .map(fault -> " " + fault.path("pointer").asString("") + " " + fault.path("message").asString("") + ".")
                .collect(Collectors.joining());
        return new CamaraError(status, CODES.contains(slug) ? slug : code(status),
                problem.path("detail").asString("") + places);
    }

    private static String code(int status) {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 405 -> "METHOD_NOT_ALLOWED";
            case 406 -> "NOT_ACCEPTABLE";
            case 409 -> "CONFLICT";
            case 413 -> "PAYLOAD_TOO_LARGE";
            case 415 -> "UNSUPPORTED_MEDIA_TYPE";
            case 429 -> "TOO_MANY_REQUESTS";
            case 503 -> "UNAVAILABLE";
            default -> status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
        };
    }
}
