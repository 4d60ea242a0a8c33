package io.planshare.charging.nchf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.FileSystemResource;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our examples against 3GPP's own schemas, where these are at hand: they may not be shipped. Tells unknown and missing
 * members, wrong types and words that an enumeration does not have; a small part of JSON Schema, and the part that errs.
 */
class StandardTest {

    private static final Path STANDARDS = Path.of("../../shared/standards/3gpp-rel17").toAbsolutePath().normalize();
    private static final String NCHF = "TS32291_Nchf_ConvergedCharging.yaml";
    private static final String COMMON = "TS29571_CommonData.yaml";
    private static final Map<String, Map<String, Object>> FILES = new HashMap<>();

    @BeforeAll
    static void the_standards_are_at_hand() {
        Assumptions.assumeTrue(Files.isDirectory(STANDARDS), () -> "3GPP's schemas are not at " + STANDARDS);
    }

    @ParameterizedTest
    @CsvSource({"CREATE,ChargingDataRequest", "UPDATE,ChargingDataRequest", "RELEASE,ChargingDataRequest",
            "ANSWER,ChargingDataResponse", "NOTHING_LEFT,ChargingDataResponse", "LAST_UNITS,ChargingDataResponse",
            "EVENT,ChargingDataRequest", "EVENT_CHARGED,ChargingDataResponse",
            "REAUTHORIZATION,ChargingNotifyRequest", "ABORT,ChargingNotifyRequest"})
    void an_example_of_ours_has_the_standards_form(String example, String schema) throws Exception {
        assertThat(faults(json(example), NCHF, schema)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"IE_MISSING", "DENIED", "USER_UNKNOWN", "CONTEXT_NOT_FOUND", "CONGESTION"})
    void a_refusal_of_ours_has_the_standards_form(String example) throws Exception {
        assertThat(faults(json(example), COMMON, "ProblemDetails")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "/invocationSequenceNumber | \"0\"", "/multipleUnitInformation | {}", "/unheardOf | 1",
            "/multipleUnitInformation/0/resultCode | \"FINE\"", "/multipleUnitInformation/0/ratingGroup | null",
            "/multipleUnitInformation/0/triggers/0/triggerType | \"SOMETIMES\""})
    void this_check_would_see_a_fault(String pointer, String value) throws Exception {
        var wrong = NchfFixtures.JSON.readTree(NchfFixtures.with(NchfDocs.ANSWER, pointer, value));
        assertThat(faults(wrong, NCHF, "ChargingDataResponse")).isNotEmpty();
    }

    private static JsonNode json(String example) throws ReflectiveOperationException {
        var text = NchfDocs.class.getDeclaredField(example).get(null);
        return NchfFixtures.JSON.readTree((String) Objects.requireNonNull(text));
    }

    private static List<String> faults(JsonNode value, String file, String schema) {
        var faults = new ArrayList<String>();
        check(value, file, object(object(object(file(file), "components"), "schemas"), schema), "", faults);
        return faults;
    }

    private static void check(JsonNode value, String file, Map<String, Object> schema, String at, List<String> faults) {
        if (schema.get("$ref") instanceof String ref) {
            var parts = ref.split("#", 2);
            var next = parts[0].isEmpty() ? file : parts[0];
            check(value, next, resolve(file(next), parts[1]), at, faults);
            return;
        }
        if (schema.get("anyOf") instanceof List<?> choices && choices.getFirst() instanceof Map<?, ?> first
                && first.get("enum") instanceof List<?> words && !words.contains(value.asString(""))) {
            faults.add(at + " is none of " + words);
        }
        switch (Objects.toString(schema.get("type"), "")) {
            case "object" -> members(value, file, schema, at, faults);
            case "array" -> {
                if (!value.isArray()) faults.add(at + " is no array");
                for (int i = 0; i < value.size(); i++)
                    check(value.get(i), file, object(schema, "items"), at + "/" + i, faults);
            }
            case "integer" -> require(value.isIntegralNumber(), at + " is no integer", faults);
            case "string" -> require(value.isString(), at + " is no string", faults);
            case "boolean" -> require(value.isBoolean(), at + " is no boolean", faults);
            default -> {
            }
        }
    }

    private static void members(JsonNode value, String file, Map<String, Object> schema, String at,
            List<String> faults) {
        require(value.isObject(), at + " is no object", faults);
        if (schema.get("required") instanceof List<?> required) {
            Stream.of(required.toArray()).map(name -> name.toString().trim()).filter(name -> !value.has(name))
                    .forEach(name -> faults.add(at + "/" + name + " is missing"));
        }
        var known = object(schema, "properties");
        for (var member : value.properties()) {
            var path = at + "/" + member.getKey();
            if (known.containsKey(member.getKey()))
                check(member.getValue(), file, object(known, member.getKey()), path, faults);
            else
                faults.add(path + " is unknown");
        }
    }

    private static void require(boolean holds, String fault, List<String> faults) {
        if (!holds) faults.add(fault);
    }

    private static Map<String, Object> file(String name) {
        return FILES.computeIfAbsent(name, _ -> {
            var yaml = new YamlMapFactoryBean();
            yaml.setResources(new FileSystemResource(STANDARDS.resolve(name)));
            return Objects.requireNonNull(yaml.getObject());
        });
    }

    private static Map<String, Object> resolve(Map<String, Object> file, String pointer) {
        var at = file;
        for (var step : pointer.substring(1).split("/"))
            at = object(at, step);
        return at;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> from, String name) {
        return (Map<String, Object>) from.getOrDefault(name, Map.of());
    }
}
