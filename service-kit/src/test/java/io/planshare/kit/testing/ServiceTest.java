package io.planshare.kit.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.ContextCustomizerFactories;

/**
 * Runs the service of this module through its {@code main} on a random port, on {@code Platform.shared()} with a
 * database of its own. Test classes with the same annotations share one context, so one database.
 *
 * <p>Beans to inject: {@link Api}, {@link Topics}, {@link TestClock}. Beside it: {@link Tokens}, {@link Seeds}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, useMainMethod = UseMainMethod.ALWAYS)
@ContextCustomizerFactories(TestPlatformFactory.class)
@Import(ServiceTestBeans.class)
public @interface ServiceTest {

    /** Settings that win over the service's own, each as {@code name=value}. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "properties")
    String[] properties() default {};
}
