package io.planshare.kit.problem;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.kit.ConditionalOnService;

/** Puts a problem in every place from which an error can leave. */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
@ConditionalOnService
@EnableConfigurationProperties(HttpSettings.class)
@Import({ProblemAdvice.class, ProblemController.class})
class ProblemAutoConfiguration {

    /** Behind the filter that opens the trace, so that a refusal names its trace; before all others. */
    private static final int EARLY = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    FilterRegistrationBean<TraceFilter> traceName() {
        var filter = new FilterRegistrationBean<>(new TraceFilter());
        filter.setOrder(EARLY - 1);
        return filter;
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimit(HttpSettings settings, ProblemWriter problems) {
        var filter = new FilterRegistrationBean<>(new BodyLimitFilter(settings, problems));
        filter.setOrder(EARLY);
        return filter;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat(JsonMapper json) {
        TomcatContextCustomizer valve = context -> context.getParent().getPipeline().addValve(new ProblemValve(json));
        return factory -> factory.addContextCustomizers(valve);
    }
}
