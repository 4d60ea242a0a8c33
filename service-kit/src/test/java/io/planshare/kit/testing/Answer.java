package io.planshare.kit.testing;

import java.net.http.HttpHeaders;
import java.util.Optional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came back.
 *
 * @param raw the body as text; empty if there was none
 */
public record Answer(int status, HttpHeaders headers, String raw) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The body as JSON; the test fails if it is something else. */
    public JsonNode body() {
        return JSON.readTree(raw);
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The last part of the problem's type; empty if this is no problem. */
    public String problem() {
        var isProblem = header("Content-Type").filter(type -> type.startsWith("application/problem+json")).isPresent();
        return isProblem ? body().path("type").asString("").replaceFirst("^urn:planshare:problem:", "") : "";
    }

    /** Which place the problem names first, such as {@code /devices/0/imei}; empty if none. */
    public String pointer() {
        return body().path("errors").path(0).path("pointer").asString("");
    }
}
