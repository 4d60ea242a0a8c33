package io.planshare.enrollment;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

import io.planshare.kit.PlanshareApplication;
import io.planshare.kit.security.ScopeRules;

/** enrollment-service: port 8081, database {@code enrollment}. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableScheduling
public class EnrollmentApplication {

    static final String READ = "enrollment:read";
    static final String WRITE = "enrollment:write";

    public static void main(String[] args) {
        PlanshareApplication.run(EnrollmentApplication.class, "enrollment-service", args);
    }

    /** What only asks is a read, also where a personal identifier must not stand in a URL and so is posted. */
    @Bean
    ScopeRules scopeRules() {
        return ScopeRules.builder()
                .post("/v1/subscriptions/searches", READ)
                .post("/v1/devices/searches", READ)
                .post("/v1/payer-resolutions", READ)
                .get("/v1/parties/**", READ).write("/v1/parties/**", WRITE)
                .get("/v1/accounts/**", READ).write("/v1/accounts/**", WRITE)
                .get("/v1/subscriptions/**", READ).write("/v1/subscriptions/**", WRITE)
                .get("/v1/devices/**", READ).write("/v1/devices/**", WRITE)
                .get("/v1/enrollments/**", READ).write("/v1/enrollments/**", WRITE)
                .build();
    }
}
