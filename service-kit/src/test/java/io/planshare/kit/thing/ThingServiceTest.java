package io.planshare.kit.thing;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class ThingServiceTest {

    @Autowired
    Api api;

    @Test
    void starts() {
        var answer = api.as("thing:write").post("/v1/things", "{\"name\":\"a\",\"octets\":5}");
        System.out.println(answer);
        System.out.println(api.get("/actuator/health"));
        System.out.println(api.get("/v3/api-docs").raw());
        System.out.println(api.get("/swagger-ui.html"));
        assertThat(answer.status()).isEqualTo(201);
    }
}
