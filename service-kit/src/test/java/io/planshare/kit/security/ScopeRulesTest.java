package io.planshare.kit.security;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

class ScopeRulesTest {

    private final ScopeRules rules = ScopeRules.builder().get("/v1/devices/{id}/payers", "payer:read")
            .get("/v1/devices/**", "device:read").write("/v1/**", "device:write").any("/nchf/**", "nchf").build();

    @Test
    void The_first_rule_that_matches_decides() {
        assertThat(rules.scopeOf(HttpMethod.GET, "/v1/devices/{id}/payers")).contains("payer:read");
        assertThat(rules.scopeOf(HttpMethod.HEAD, "/v1/devices")).contains("device:read");
        assertThat(rules.scopeOf(HttpMethod.DELETE, "/v1/devices/7")).contains("device:write");
        assertThat(rules.scopeOf(HttpMethod.OPTIONS, "/nchf/x")).contains("nchf");
    }

    @Test
    void What_none_matches_has_no_scope() {
        assertThat(rules.scopeOf(HttpMethod.GET, "/v1/cards")).isEmpty();
        assertThat(rules.scopeOf(HttpMethod.OPTIONS, "/v1/devices")).isEmpty();
        assertThat(rules.scopeOf(HttpMethod.GET, "/")).isEmpty();
    }

    @Test
    void All_scopes_are_listed() {
        assertThat(rules.scopes()).contains("device:read", "device:write", "nchf", "payer:read");
    }
}
