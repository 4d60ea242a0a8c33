package io.planshare.event;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Each type of event has a sample under resources/samples that shows all its members; producers and readers agree on it. */
class EventSamplesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @EnumSource
    void a_sample_is_read_to_its_record_and_written_back_as_it_was(EventType type) throws IOException {
        var sample = sampleOf(type);

        var event = JSON.readValue(sample, type.payload());
        var written = JSON.writeValueAsString(event);

        assertThat(JSON.readValue(written, type.payload())).isEqualTo(event);
        assertThat(leaves(JSON.readTree(written), "")).containsExactlyInAnyOrderElementsOf(
                leaves(JSON.readTree(sample), ""));
        assertThat(event.key()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void a_sample_shows_a_value_for_each_member_somewhere(EventType type) throws IOException {
        var leaves = leaves(JSON.readTree(sampleOf(type)), "");
        var shown = leaves.stream().filter(leaf -> !leaf.endsWith("=null")).toList();

        assertThat(leaves).allSatisfy(leaf -> assertThat(shown)
                .anyMatch(other -> other.startsWith(leaf.substring(0, leaf.indexOf('=')))));
    }

    @ParameterizedTest
    @EnumSource
    void a_reader_ignores_what_a_later_version_adds(EventType type) throws IOException {
        var sample = sampleOf(type);
        var widened = sample.replaceFirst("\\{", "{\"addedLater\": {\"x\": [1]},");

        assertThat(JSON.readValue(widened, type.payload())).isEqualTo(JSON.readValue(sample, type.payload()));
    }

    private static String sampleOf(EventType type) throws IOException {
        var file = "/samples/" + type.ceType() + ".json";
        try (var in = EventSamplesTest.class.getResourceAsStream(file)) {
            assertThat(in).as("sample %s of %s", file, type.payload().getSimpleName()).isNotNull();
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** Every value with its place but for the place inside an array: sets are written in any order. */
    private static List<String> leaves(JsonNode node, String place) {
        if (node.isArray() && !node.isEmpty()) {
            return node.valueStream().flatMap(item -> leaves(item, place + "/*").stream()).toList();
        }
        if (node.isObject() && !node.isEmpty()) {
            return node.propertyStream()
                    .flatMap(member -> leaves(member.getValue(), place + "/" + member.getKey()).stream()).toList();
        }
        return Stream.of(place + "=" + node).toList();
    }
}
