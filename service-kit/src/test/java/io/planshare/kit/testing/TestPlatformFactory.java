package io.planshare.kit.testing;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/** Gives each context of a {@link ServiceTest} its database, the broker and the issuer. */
final class TestPlatformFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(Class<?> test,
            List<ContextConfigurationAttributes> configuration) {
        return AnnotatedElementUtils.hasAnnotation(test, ServiceTest.class) ? new TestPlatform() : null;
    }
}
