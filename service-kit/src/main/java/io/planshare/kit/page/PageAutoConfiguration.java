package io.planshare.kit.page;

import java.util.List;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import io.planshare.kit.ConditionalOnService;

/** Lets controllers take a {@link Cursor}. */
@AutoConfiguration
@ConditionalOnService
class PageAutoConfiguration {

    @Bean
    WebMvcConfigurer cursors() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CursorArgument());
            }
        };
    }
}
