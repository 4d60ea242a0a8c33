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
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.FileSystemResource;

import tools.jackson.databind.JsonNode;

/**
 * The standards' own schemas (3GPP, CAMARA), where these are at hand: they may not be shipped. Tells unknown and missing members,
 * wrong types and words that an enumeration does not have; a small part of JSON Schema, and the part that errs.
 */
public final class Standard {

    static final String NCHF = "3gpp-rel17/TS32291_Nchf_ConvergedCharging.yaml";
    static final String SPENDING = "3gpp-rel17/TS29594_Nchf_SpendingLimitControl.yaml";
    static final String COMMON = "3gpp-rel17/TS29571_CommonData.yaml";
    public static final String DATA_VOLUME = "camara/DeviceDataVolume@r1.3/device-data-volume.yaml";
    private static final Path STANDARDS = Path.of("../../shared/standards").toAbsolutePath().normalize();
    private static final Map<String, Map<String, Object>> FILES = new HashMap<>();

    private Standard() {}

    /** Skips the test where it is not. */
    public static void isAtHand() {
        Assumptions.assumeTrue(areAtHand(), () -> "the standards' schemas are not at " + STANDARDS);
    }

    public static boolean areAtHand() {
        return Files.isDirectory(STANDARDS);
    }

    /** What of this is not as that schema of that file has it. */
    public static List<String> faults(JsonNode value, String file, String schema) {
        return faultsAt(value, file, "/components/schemas/" + schema);
    }

    /** The same of a schema that stands elsewhere in the file. */
    public static List<String> faultsAt(JsonNode value, String file, String pointer) {
        var faults = new ArrayList<String>();
        check(value, file, resolve(file(file), pointer), "", faults);
        return faults;
    }

    private static void check(JsonNode value, String file, Map<String, Object> schema, String at, List<String> faults) {
        if (schema.get("$ref") instanceof String ref) {
            var parts = ref.split("#", 2);
            var next = parts[0].isEmpty() ? file : Path.of(file).resolveSibling(parts[0]).toString();
            check(value, next, resolve(file(next), parts[1]), at, faults);
            return;
        }
        // Those of 3GPP put parts of several files together.
        if (schema.get("allOf") instanceof List<?> parts && file.equals(DATA_VOLUME)) {
            check(value, file, merged(file, parts), at, faults);
            return;
        }
        if (schema.get("enum") instanceof List<?> words) {
            require(words.contains(value.isInt() ? value.asInt() : value.asString("")), at + " is none of " + words,
                    faults);
        }
        if (schema.get("pattern") instanceof String pattern) {
            require(value.asString("").matches(pattern), at + " is not of the pattern " + pattern, faults);
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
            else if (schema.containsKey("additionalProperties"))
                check(member.getValue(), file, object(schema, "additionalProperties"), path, faults);
            else
                faults.add(path + " is unknown");
        }
        if (schema.get("minProperties") instanceof Integer least && value.size() < least)
            faults.add(at + " has fewer than " + least + " members");
        if (schema.get("maxProperties") instanceof Integer most && value.size() > most)
            faults.add(at + " has more than " + most + " members");
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

    /** All that the parts of an allOf say of one object, whose members they share. */
    private static Map<String, Object> merged(String file, List<?> parts) {
        var merged = new HashMap<String, Object>();
        var members = new HashMap<String, Object>();
        for (var each : parts) {
            var part = object(Map.of("part", each), "part");
            if (part.get("$ref") instanceof String ref) part = resolve(file(file), ref.substring(1));
            merged.putAll(part);
            for (var name : object(part, "properties").keySet()) {
                var member = new HashMap<>(object(members, name));
                member.putAll(object(object(part, "properties"), name));
                members.put(name, member);
            }
        }
        merged.put("properties", members);
        return merged;
    }

    private static Map<String, Object> resolve(Map<String, Object> file, String pointer) {
        var at = file;
        for (var step : pointer.substring(1).split("/"))
            at = object(at, step.replace("~1", "/"));
        return at;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> from, String name) {
        return (Map<String, Object>) from.getOrDefault(name, Map.of());
    }
}
