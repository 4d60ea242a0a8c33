package io.planshare.kit.thing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.kit.PlanshareApplication;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Under the profile prod nothing runs on secrets that everybody knows, and the figures are for operators. */
@ExtendWith(OutputCaptureExtension.class)
class ProductionTest {

    private static final String KEY = Base64.getEncoder().encodeToString("a key of production, 32 bytes.. ".getBytes(
            StandardCharsets.US_ASCII));

    @Test
    void It_refuses_to_start_on_development_keys() {
        var settings = production();
        settings.remove("planshare.identifiers.vault-keys.p");
        settings.remove("planshare.identifiers.current-vault-key");
        assertThatThrownBy(() -> PlanshareApplication.run(ThingApplication.class, "thing-service",
                TestSettings.arguments(settings)))
                .hasStackTraceContaining("before you go to production").hasStackTraceContaining("vault-keys");
    }

    @Test
    void Figures_need_a_scope_and_logs_are_masked_json(CapturedOutput output) {
        try (var service = PlanshareApplication.run(ThingApplication.class, "thing-service",
                TestSettings.arguments(production()))) {
            var api = Api.at("http://localhost:" + service.getEnvironment().getRequiredProperty("local.server.port"));
            assertThat(api.get("/actuator/prometheus").status()).isEqualTo(401);
            assertThat(api.as("thing:read").get("/actuator/info").status()).isEqualTo(403);
            assertThat(api.as("operations:read").get("/actuator/prometheus").status()).isEqualTo(200);
            assertThat(api.get("/actuator/health").status()).isEqualTo(200);

            api.as("thing:write").with("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                    .freshKey()
                    .post("/v1/things/paid", "{\"name\":\"bug imsi-262019876543210\",\"octets\":5}");
            var line = output.getAll().lines().filter(it -> it.contains("secret internals")).findFirst().orElseThrow();
            var json = JsonMapper.shared().readTree(line);
            assertThat(json.at("/service/name").asString()).isEqualTo("thing-service");
            assertThat(json.at("/traceId").asString()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(line).contains("imsi-***").doesNotContain("262019876543210");
        }
    }

    private static Map<String, String> production() {
        var settings = TestSettings.fresh();
        settings.put("server.port", "0");
        settings.put("spring.profiles.active", "prod");
        settings.put("planshare.logs", "ecs");
        settings.put("planshare.identifiers.hmac-keys.p", KEY);
        settings.put("planshare.identifiers.current-hmac-key", "p");
        settings.put("planshare.identifiers.vault-keys.p", KEY);
        settings.put("planshare.identifiers.current-vault-key", "p");
        return settings;
    }
}
