package io.planshare.platform;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ExternalTest {

    @Test
    void a_named_database_server_is_taken_apart_and_keeps_its_other_options() {
        var server = External.databases(Map.of("PLANSHARE_DB_URL",
                "jdbc:postgresql://one:5432,two:5433/postgres?user=admin&sslmode=require&password=p%26q%3D"))
                .orElseThrow();
        assertThat(server.adminUser()).isEqualTo("admin");
        assertThat(server.adminPassword()).isEqualTo("p&q=");
        assertThat(server.jdbcUrl("quota")).isEqualTo("jdbc:postgresql://one:5432,two:5433/quota?sslmode=require");
        assertThat(server.origin()).isEqualTo(Platform.Origin.EXTERNAL);
    }

    @Test
    void a_named_broker_is_taken_as_it_is() {
        assertThat(External.messages(Map.of("PLANSHARE_KAFKA", " one:9092,two:9092 ")).orElseThrow().bootstrapServers())
                .isEqualTo("one:9092,two:9092");
    }

    @Test
    void what_is_not_named_is_not_external() {
        assertThat(External.databases(Map.of("PLANSHARE_DB_URL", " "))).isEmpty();
        assertThat(External.messages(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://host/db?user=admin&password=hush", "jdbc:postgresql://host/db?user=admin",
            "jdbc:postgresql://host/db?password=hush", "jdbc:postgresql:db?user=admin&password=hush",
            "jdbc:postgresql://ho st/db?user=admin&password=hush"})
    void another_form_is_refused_without_repeating_the_password(String url) {
        assertThatExceptionOfType(PlatformUnavailable.class)
                .isThrownBy(() -> External.databases(Map.of("PLANSHARE_DB_URL", url)))
                .withMessageContaining("PLANSHARE_DB_URL is not of the form").withMessageNotContaining("hush");
    }
}
