package io.planshare.charging.notify;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NotifySettingsTest {

    @Test
    void without_a_word_it_waits_from_one_second_to_one_minute_twenty_times() {
        var settings = bind(Map.of());
        assertThat(settings).isEqualTo(new NotifySettings(Duration.ofSeconds(2), Duration.ofSeconds(1),
                Duration.ofSeconds(60), 20, 16, Duration.ofMillis(250)));
        assertThat(IntStream.rangeClosed(1, 8).mapToObj(settings::waitAfter).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(settings.waitAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.lease()).isGreaterThan(settings.timeout().multipliedBy(2));
    }

    @Test
    void every_setting_has_its_property() {
        var settings = bind(Map.of("timeout", "3s", "retry-first", "2s", "retry-max", "5m", "attempts-max", "7",
                "concurrency", "4", "poll", "1s"));
        assertThat(settings).isEqualTo(new NotifySettings(Duration.ofSeconds(3), Duration.ofSeconds(2),
                Duration.ofMinutes(5), 7, 4, Duration.ofSeconds(1)));
    }

    @Test
    void what_would_send_nothing_is_refused_at_start() {
        assertThatThrownBy(() -> bind(Map.of("concurrency", "0"))).hasRootCauseMessage("concurrency is 1 to 1000");
        assertThatThrownBy(() -> bind(Map.of("attempts-max", "0"))).hasRootCauseMessage("attempts-max is at least 1");
    }

    private static NotifySettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("", NotifySettings.class);
    }
}
