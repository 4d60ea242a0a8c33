package io.planshare.sim;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import io.planshare.kit.PlanshareApplication;
import io.planshare.kit.security.ScopeRules;

/** The card register. */
@SpringBootApplication
public class SimApplication {

    public static void main(String[] args) {
        PlanshareApplication.run(SimApplication.class, "sim-allocation-service", args);
    }

    @Bean
    ScopeRules scopes() {
        return ScopeRules.builder()
                .get("/v1/sim-cards/**", "sim:read")
                .post("/v1/sim-cards/searches", "sim:read")
                .write("/v1/sim-cards/**", "sim:write")
                .build();
    }
}
