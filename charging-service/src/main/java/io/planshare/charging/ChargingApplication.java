package io.planshare.charging;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

import io.planshare.kit.PlanshareApplication;
import io.planshare.kit.security.ScopeRules;

/** charging-service: the one ledger of units. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class ChargingApplication {

    public static void main(String[] args) {
        PlanshareApplication.run(ChargingApplication.class, "charging-service", args);
    }

    @Bean
    ScopeRules scopes() {
        return ScopeRules.builder().any("/nchf-convergedcharging/**", "nchf-convergedcharging")
                .any("/nchf-spendinglimitcontrol/**", "nchf-spendinglimitcontrol")
                .any("/device-data-volume/**", "device-data-volume:read")
                .get("/v1/**", "charging:read").post("/v1/decisions/*", "charging:read")
                .write("/v1/**", "charging:write").build();
    }
}
