package io.planshare.kit.inbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.planshare.event.Topic;
import io.planshare.kit.fixture.Events;
import io.planshare.kit.topic.CloudEvents;
import io.planshare.kit.topic.EventJson;

import static org.assertj.core.api.Assertions.assertThat;

class DecodedTest {

    private static final String ID = "01a209ad-c3cd-76eb-afa3-b78c0dca3234";
    private static final String VALUE = EventJson.write(Events.observed());

    private final Map<String, String> headers = new HashMap<>(Map.of(
            CloudEvents.SPECVERSION, "1.0",
            CloudEvents.ID, ID,
            CloudEvents.TYPE, "io.planshare.observation.observed.v1",
            CloudEvents.TIME, "2026-11-23T10:00:00.5Z",
            CloudEvents.TRACEPARENT, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

    @Test
    void an_event_is_read_with_what_its_headers_say() {
        assertThat(decoded(Topic.OBSERVATION, VALUE)).isInstanceOfSatisfying(Decoded.Known.class, known -> assertThat(
                known.received()).isEqualTo(
                        new Received(ID, Events.observed(), Instant.parse("2026-11-23T10:00:00.5Z"),
                                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")));
    }

    @Test
    void members_of_a_later_version_are_ignored() {
        assertThat(decoded(Topic.OBSERVATION, VALUE.replaceFirst("\\{", "{\"later\":{\"a\":[1]},")))
                .isInstanceOf(Decoded.Known.class);
    }

    @Test
    void a_type_of_a_later_version_and_a_record_without_a_value_are_unknown() {
        assertThat(decoded(Topic.OBSERVATION, null)).isInstanceOf(Decoded.Unknown.class);
        headers.put(CloudEvents.TYPE, "io.planshare.observation.observed.v2");
        assertThat(decoded(Topic.OBSERVATION, "\0\1")).isInstanceOf(Decoded.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"x\"", "{\"observationId\":7}", "{} {}"})
    void a_value_that_is_no_such_event_is_broken(String value) {
        assertThat(decoded(Topic.OBSERVATION, value)).isInstanceOf(Decoded.Broken.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {CloudEvents.ID, CloudEvents.TYPE, CloudEvents.TIME, CloudEvents.SPECVERSION})
    void without_a_required_header_it_is_broken(String header) {
        headers.remove(header);
        assertThat(decoded(Topic.OBSERVATION, VALUE)).isInstanceOf(Decoded.Broken.class);
    }

    @ParameterizedTest
    @CsvSource({"ce_id, 4711", "ce_time, yesterday", "ce_specversion, 0.3", "ce_time, 2026-13-01T00:00:00Z"})
    void with_a_header_that_cannot_be_it_is_broken(String header, String value) {
        headers.put(header, value);
        assertThat(decoded(Topic.OBSERVATION, VALUE)).isInstanceOf(Decoded.Broken.class);
    }

    @Test
    void on_another_topic_than_its_own_it_is_broken() {
        assertThat(decoded(Topic.USAGE, VALUE)).isInstanceOf(Decoded.Broken.class);
    }

    private Decoded decoded(Topic topic, @Nullable String value) {
        var record = new ConsumerRecord<byte[], byte[]>(topic.topicName(), 0, 0, octets(UUID.randomUUID().toString()),
                value == null ? null : octets(value));
        headers.forEach((name, text) -> record.headers().add(name, octets(text)));
        return Decoded.of(record, Topic::topicName);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
