package io.planshare.kit.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;

/** A problem that the kit answers with, wherever the operation's form allows it, as the description shows it. */
enum KitProblem {
    BAD_REQUEST(400, "invalid-value", "Something in the request is not what it should be; errors name the places.",
            "A value in the body is not what it should be."),
    UNAUTHORIZED(401, "invalid-token",
            "There is no token, or it is expired, foreign or not for this service.",
            "The token is expired, foreign, not for this service or damaged."),
    FORBIDDEN(403,
            "insufficient-scope", "The token does not carry the scope of this operation.",
            "The token does not carry the scope of this operation."),
    NOT_FOUND(404, "unknown-thing",
            "There is no such thing, or the caller may not know of it.",
            "There is no thing 0198c5b2-6f00-7000-8000-000000000000."),
    IN_FLIGHT(409,
            "idempotency-key-in-flight",
            "A rule refused it, or the same request is still being worked on.",
            "The same request is being worked on."),
    OUTDATED(412, "version-outdated",
            "It was changed after the version that If-Match names.",
            "It was changed after the version you edited."),
    TOO_LARGE(413,
            "body-too-large", "The body is too large.",
            "The body is larger than 1048576 bytes."),
    KEY_REUSED(422,
            "idempotency-key-reused",
            "A rule refused it, or the Idempotency-Key belongs to another request.",
            "This Idempotency-Key belongs to another request of yours."),
    NO_IF_MATCH(
            428, "if-match-missing",
            "If-Match is missing.",
            "Send the ETag of the version you edited as If-Match."),
    BUSY(
            503, "busy",
            "The service cannot answer now; Retry-After says when to come back.",
            "Too many wanted the same thing at once; try again.");

    static final String SCHEMA = "Problem";

    private final int status;
    private final String slug;
    private final String meaning;
    private final String detail;

    KitProblem(int status, String slug, String meaning, String detail) {
        this.status = status;
        this.slug = slug;
        this.meaning = meaning;
        this.detail = detail;
    }

    String status() {
        return Integer.toString(status);
    }

    ApiResponse response() {
        var body = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + SCHEMA)).example(example());
        return new ApiResponse().description(meaning)
                .content(new Content().addMediaType(org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                        body));
    }

    private Map<String, Object> example() {
        var example = new LinkedHashMap<String, Object>();
        example.put("type", "urn:planshare:problem:" + slug);
        example.put("title", slug.replace('-', ' '));
        example.put("status", status);
        example.put("detail", detail);
        example.put("instance", "urn:planshare:trace:4bf92f3577b34da6a3ce929d0e0e4736");
        if (this == BAD_REQUEST)
            example.put("errors", List.of(Map.of("pointer", "/devices/0/imei", "message", "is missing")));
        return example;
    }

    /** The form of all problems (RFC 9457). */
    static Schema<?> schema() {
        var fault = new Schema<>().types(Set.of("object"))
                .addProperty("pointer", text("A JSON pointer into the body, or #query/…, #path/… or #header/…"))
                .addProperty("message", text("What is wrong there"));
        return new Schema<>().types(Set.of("object")).description("A refusal or a failure (RFC 9457)")
                .addProperty("type", text("urn:planshare:problem: and the stable name of this kind of problem"))
                .addProperty("title", text("The kind of problem in words"))
                .addProperty("status", new Schema<>().types(Set.of("integer")).description("The HTTP status"))
                .addProperty("detail", text("One sentence about this case"))
                .addProperty("instance", text("The trace in which it happened"))
                .addProperty("errors",
                        new Schema<>().types(Set.of("array")).items(fault).description("The wrong places"))
                .required(List.of("type", "title", "status", "detail"));
    }

    private static Schema<?> text(String description) {
        return new Schema<>().types(Set.of("string")).description(description);
    }
}
