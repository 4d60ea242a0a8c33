package io.planshare.charging.notify;

import java.util.List;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** {@code planshare.charging.notify-hosts}: hosts that may be called back, an IPv6 address in brackets; this machine only by default. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotifySettings.class)
class NotifyConfiguration {

    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");

    @Bean
    NotifyHosts notifyHosts(Environment environment) {
        return new NotifyHosts(Binder.get(environment)
                .bind("planshare.charging.notify-hosts", Bindable.listOf(String.class)).orElse(THIS_MACHINE));
    }
}
