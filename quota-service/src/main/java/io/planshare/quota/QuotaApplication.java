package io.planshare.quota;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import io.planshare.kit.PlanshareApplication;
import io.planshare.kit.security.ScopeRules;

/** Use records, as charging booked them. */
@SpringBootApplication
public class QuotaApplication {

    public static void main(String[] args) {
        PlanshareApplication.run(QuotaApplication.class, "quota-service", args);
    }

    @Bean
    ScopeRules scopes() {
        return ScopeRules.builder().get("/v1/use-records/**", "quota:read").get("/v1/accounts/**", "quota:read")
                .build();
    }
}
