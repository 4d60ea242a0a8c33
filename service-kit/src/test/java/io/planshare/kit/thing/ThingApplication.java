package io.planshare.kit.thing;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import io.planshare.kit.PlanshareApplication;
import io.planshare.kit.security.ScopeRules;

/** The smallest service: one table, one controller. What the kit does for it, it does for all. */
@SpringBootApplication
class ThingApplication {

    public static void main(String[] args) {
        PlanshareApplication.run(ThingApplication.class, "thing-service", args);
    }

    @Bean
    ScopeRules scopes() {
        return ScopeRules.builder().get("/v1/things/**", "thing:read").write("/v1/things/**", "thing:write")
                .any("/npcf-thing/**", "npcf-thing").build();
    }
}
