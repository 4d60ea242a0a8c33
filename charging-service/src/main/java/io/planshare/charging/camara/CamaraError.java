package io.planshare.charging.camara;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import io.swagger.v3.oas.annotations.media.Schema;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.kit.problem.Problem;

/**
 * What went wrong, as CAMARA tells it.
 *
 * @param code one of CAMARA's words, for programs
 * @param message one sentence for people; shows no internals and no number
 */
@Schema(name = "ErrorInfo")
record CamaraError(@Schema(example = "404") int status, @Schema(example = "IDENTIFIER_NOT_FOUND") String code,
        @Schema(example = "Device identifier not found.") String message) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static CamaraError invalid(String message) {
        return new CamaraError(400, "INVALID_ARGUMENT", message);
    }

    static CamaraError outOfRange(String message) {
        return new CamaraError(400, "OUT_OF_RANGE", message);
    }

    /** 422. */
    static CamaraError of(Identifying code, String message) {
        return new CamaraError(422, code.name(), message);
    }

    /** Why a request names no device that can be looked up. */
    enum Identifying {
        MISSING_IDENTIFIER, UNNECESSARY_IDENTIFIER, UNSUPPORTED_IDENTIFIER, SERVICE_NOT_APPLICABLE
    }

    /** A problem that the service knows without knowing CAMARA. */
    static CamaraError of(Problem problem) {
        return new CamaraError(problem.status(), code(problem.status()), problem.detail());
    }

    /** One that was told by its status alone. */
    static CamaraError of(int status) {
        return new CamaraError(status, code(status), switch (status) {
            case 401 -> "Request not authenticated due to missing, invalid, or expired credentials.";
            case 403 -> "Client does not have sufficient permissions to perform this action.";
            case 404 -> "The specified resource is not found.";
            case 503 -> "Service Unavailable.";
            default -> "The request cannot be answered.";
        });
    }

    private static String code(int status) {
        return switch (status) {
            case 400 -> "INVALID_ARGUMENT";
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

    byte[] json() {
        return JSON.writeValueAsBytes(this);
    }

    ResponseEntity<Object> response() {
        return response(new HttpHeaders());
    }

    ResponseEntity<Object> response(HttpHeaders headers) {
        headers.setContentType(MediaType.APPLICATION_JSON);
        return new ResponseEntity<>(this, headers, status);
    }

    Refused refused() {
        return new Refused(this);
    }

    /** Leaves a request at the first thing that keeps it from being answered. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final transient CamaraError error;

        private Refused(CamaraError error) {
            super(error.message, null, false, false);
            this.error = error;
        }

        CamaraError error() {
            return error;
        }
    }
}
