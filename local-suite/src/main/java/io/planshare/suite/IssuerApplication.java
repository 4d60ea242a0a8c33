package io.planshare.suite;

import java.util.Map;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/**
 * The token issuer and the home page: one small web application, part of {@code ./planshare up} and a container of its own in
 * docker-compose. It names the auto-configuration it wants, because on the suite's one classpath there is that of all services.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan({"io.planshare.suite.issuer", "io.planshare.suite.home", "io.planshare.suite.demo"})
@ImportAutoConfiguration({
        ConfigurationPropertiesAutoConfiguration.class,
        PropertyPlaceholderAutoConfiguration.class,
        LifecycleAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        HttpEncodingAutoConfiguration.class,
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        ErrorMvcAutoConfiguration.class,
        SecurityAutoConfiguration.class,
        ServletWebSecurityAutoConfiguration.class,
        SecurityFilterAutoConfiguration.class})
public class IssuerApplication {

    /** Runs it alone; properties {@code planshare.issuer.*} and {@code planshare.home.*} say where and for whom. */
    public static void main(String[] args) {
        run(args);
    }

    static ConfigurableApplicationContext run(String... args) {
        var application = new SpringApplication(IssuerApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(Map.of(
                "spring.config.name", "issuer",
                "spring.application.name", "issuer",
                "spring.threads.virtual.enabled", "true",
                "server.port", "8080",
                "server.shutdown", "graceful",
                // Cookies know no ports: a name of our own keeps away from whatever else runs on localhost.
                "server.servlet.session.cookie.name", "PLANSHARE_LOGIN",
                "server.servlet.session.cookie.same-site", "lax",
                "server.servlet.session.tracking-modes", "cookie",
                "spring.web.resources.add-mappings", "false",
                "spring.jackson.default-property-inclusion", "non_null"));
        return application.run(args);
    }
}
