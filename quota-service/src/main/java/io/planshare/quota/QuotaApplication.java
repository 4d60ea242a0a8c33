package io.planshare.quota;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

import io.planshare.kit.PlanshareApplication;
import io.planshare.kit.security.ScopeRules;

/** Use records, as charging booked them, and which data transfers may start. */
@SpringBootApplication
@EnableScheduling
public class QuotaApplication {

    public static void main(String[] args) {
        PlanshareApplication.run(QuotaApplication.class, "quota-service", args);
    }

    @Bean
    ScopeRules scopes() {
        return ScopeRules.builder().get("/v1/use-records/**", "quota:read").get("/v1/accounts/**", "quota:read")
                .get("/v1/subscriptions/*/data-usage-plan", "quota:read")
                .write("/v1/subscriptions/*/data-usage-plan", "quota:write")
                .post("/v1/subscriptions/*/usage-statistics", "quota:write")
                .post("/v1/subscriptions/*/usage-reconciliations", "quota:write")
                .any("/v1/transfer-requests/**", "transfer:use")
                .post("/v1/devices/*/connections/report", "transfer:use")
                .write("/v1/devices/*/apps/*", "transfer:use")
                .get("/v1/devices/*/transfer-decisions", "transfer:use")
                .post("/v1/devices/*/transfer-policies", "transfer:use")
                .get("/v1/transfer-policy-keys", "transfer:use").build();
    }
}
