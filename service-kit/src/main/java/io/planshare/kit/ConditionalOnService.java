package io.planshare.kit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/**
 * For every auto-configuration of the kit: the launcher and the token issuer have the kit on their classpath too and
 * must stay untouched by it.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnProperty(PlanshareApplication.SERVICE)
public @interface ConditionalOnService {}
