package io.planshare.kit.testing;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/** What a {@link ServiceTest} can have injected. */
@TestConfiguration(proxyBeanMethods = false)
class ServiceTestBeans {

    @Bean
    @Primary
    TestClock testClock() {
        return new TestClock();
    }

    /** Lazy: the port is known once the server runs. */
    @Bean
    @Lazy
    Api api(Environment environment) {
        return Api.at("http://localhost:" + environment.getRequiredProperty("local.server.port"));
    }
}
