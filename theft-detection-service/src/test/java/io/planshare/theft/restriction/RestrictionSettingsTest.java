package io.planshare.theft.restriction;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RestrictionSettingsTest {

    @Test
    void an_answer_is_waited_for_5_seconds_then_twice_as_long_each_time_up_to_a_minute() {
        var settings = bound(Map.of());

        assertThat(IntStream.of(1, 2, 3, 4, 5, 6, 1_000_000).mapToObj(settings::waitAfter)).isEqualTo(List.of(
                Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(40),
                Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60)));
    }

    @Test
    void every_setting_is_bound() {
        assertThat(bound(
                Map.of("planshare.restriction.answer-within", "2s", "planshare.restriction.answer-within-max", "3s")))
                .isEqualTo(new RestrictionSettings(Duration.ofSeconds(2), Duration.ofSeconds(3)));
    }

    @Test
    void a_wait_that_shrinks_is_refused() {
        assertThatThrownBy(() -> new RestrictionSettings(Duration.ofSeconds(5), Duration.ofSeconds(4)))
                .hasMessageContaining("answer-within");
    }

    private static RestrictionSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("planshare.restriction",
                RestrictionSettings.class);
    }
}
