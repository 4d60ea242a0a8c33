package io.planshare.kit.testing;

import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/** Has no members: two of them are equal, so that contexts are shared. */
record TestPlatform() implements ContextCustomizer {

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
        var settings = Map.<String, Object>copyOf(TestSettings.fresh());
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test platform", settings));
    }
}
