package io.planshare.quota;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

import io.planshare.kit.PlanshareApplication;
import io.planshare.kit.security.ScopeRules;

/** quota-service: contracts on units, the order in which they are used, and which data transfers may start. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class QuotaApplication {

    public static void main(String[] args) {
        PlanshareApplication.run(QuotaApplication.class, "quota-service", args);
    }

    @Bean
    ScopeRules scopes() {
        return ScopeRules.builder().post("/v1/sharing-groups/*/execution-plans/preview", "quota:read")
                .any("/v1/transfer-requests/**", "transfer:use")
                .post("/v1/devices/*/connections/report", "transfer:use")
                .write("/v1/devices/*/apps/*", "transfer:use")
                .get("/v1/devices/*/transfer-decisions", "transfer:use")
                .post("/v1/devices/*/transfer-policies", "transfer:use")
                .get("/v1/transfer-policy-keys", "transfer:use")
                .get("/v1/sim-groups/**", "sim-group:read")
                .post("/v1/sim-groups/*/usage-reports", "sim-group:report")
                .post("/v1/devices/*/threshold-requests", "sim-group:report")
                .write("/v1/sim-groups/**", "sim-group:write").get("/v1/sims/*/activity", "sim-group:activity")
                .post("/v1/sims/searches", "sim-group:read")
                .get("/v1/**", "quota:read").write("/v1/**", "quota:write").build();
    }
}
