package io.planshare.theft;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

import io.planshare.kit.PlanshareApplication;
import io.planshare.kit.security.ScopeRules;

/** Restrictions, the equipment register, and what is observed. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class TheftApplication {

    public static void main(String[] args) {
        PlanshareApplication.run(TheftApplication.class, "theft-detection-service", args);
    }

    /** R4 and BLACKLISTED ask for {@link Confirmation#SCOPE} beside these. */
    @Bean
    ScopeRules scopes() {
        return ScopeRules.builder()
                .post("/v1/equipment-entries/searches", "theft:read")
                .get("/v1/equipment-entries/**", "theft:read").write("/v1/equipment-entries/**", "theft:write")
                .get("/v1/devices/**", "theft:read").write("/v1/devices/**", "theft:write")
                .get("/v1/restrictions/**", "theft:read").write("/v1/restrictions/**", "theft:write")
                .any("/n5g-eir-eic/**", "n5g-eir-eic")
                .build();
    }
}
