package io.planshare.kit.problem;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import io.planshare.model.Id;

/** What Jackson found wrong, with the place as a JSON pointer (RFC 6901) and without the words of the client. */
final class JsonProblems {

    private static final Set<Class<?>> WHOLE = Set.of(int.class, Integer.class, long.class, Long.class, short.class,
            Short.class, byte.class, Byte.class, BigInteger.class);
    private static final Set<Class<?>> DECIMAL = Set.of(double.class, Double.class, float.class, Float.class,
            BigDecimal.class);

    private static final int POINTER_MAX = 200;

    private JsonProblems() {}

    static Optional<Problem> find(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException wrong) return of(wrong);
        }
        return Optional.empty();
    }

    private static Optional<Problem> of(JacksonException e) {
        var pointer = pointer(e.getPath());
        return switch (e) {
            case StreamConstraintsException limit -> Optional.of(malformed(limit, "The JSON is larger, longer or deeper"
                    + " in some place than this service reads."));
            case InputCoercionException range ->
                Optional.of(invalid(pointer, "is not a valid " + nameOf(range.getTargetType())));
            case StreamReadException syntax -> Optional.of(malformed(syntax, "The body is not well-formed JSON."));
            case UnrecognizedPropertyException unknown -> Optional.of(Problem
                    .of(400, "unknown-member", "The body has a member that this operation does not know.")
                    .at(pointer, "is not known here"));
            case InvalidTypeIdException type -> Optional.of(invalid(pointer, "names a type that is not known here"));
            case DatabindException mapping -> databind(pointer, mapping);
            default -> Optional.empty();
        };
    }

    private static Optional<Problem> databind(String pointer, DatabindException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) return Optional.of(known.problem());
            if (cause instanceof IllegalArgumentException refusal && OurTypes.refused(refusal)) {
                return Optional.of(InputProblems.refused(pointer, refusal));
            }
        }
        if (e.getOriginalMessage().startsWith("Trailing token")) {
            return Optional.of(malformed(e, "Something follows after the JSON of the body."));
        }
        var target = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        return Optional.of(invalid(pointer, "is not a valid " + (target == null ? "value" : nameOf(target))));
    }

    private static Problem invalid(String pointer, String message) {
        return Problem.of(400, "invalid-value", "A value in the body is not what it should be.").at(pointer, message);
    }

    private static Problem malformed(JacksonException e, String detail) {
        var place = e.getLocation();
        var problem = Problem.of(400, "malformed-json", detail).at(pointer(e.getPath()), "cannot be read");
        return place == null ? problem : problem.with("line", place.getLineNr()).with("column", place.getColumnNr());
    }

    static String nameOf(Type type) {
        if (!(type instanceof Class<?> kind)) return "value";
        if (WHOLE.contains(kind)) return "whole number in range";
        if (DECIMAL.contains(kind)) return "number";
        if (kind == boolean.class || kind == Boolean.class) return "boolean: true or false";
        if (kind == String.class) return "text: a string without control characters";
        if (kind == UUID.class || Id.class.isAssignableFrom(kind)) return "id: a UUID of 36 characters";
        if (kind == Instant.class || kind == OffsetDateTime.class) return "time: ISO-8601 such as 2026-11-23T10:00:00Z";
        if (kind == LocalDate.class) return "date: ISO-8601 such as 2026-11-23";
        if (kind == Duration.class) return "duration: ISO-8601 such as PT15M";
        if (kind.isEnum()) return "choice: one of " + choices(kind);
        if (kind.isArray() || Collection.class.isAssignableFrom(kind)) return "array";
        return kind.isRecord() || Map.class.isAssignableFrom(kind) ? "object" : "value";
    }

    private static String choices(Class<?> kind) {
        return Arrays.stream(kind.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
    }

    static String pointer(@Nullable List<Reference> path) {
        if (path == null) return "";
        var pointer = path.stream().map(JsonProblems::step).collect(Collectors.joining());
        // A member that we do not know has whatever name the client gave it.
        return pointer.length() <= POINTER_MAX ? pointer : pointer.substring(0, POINTER_MAX) + "…";
    }

    private static String step(Reference step) {
        var name = step.getPropertyName();
        if (name == null) return "/" + step.getIndex();
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
