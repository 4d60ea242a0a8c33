package io.planshare.kit.idempotency;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a controller method whose effect must never double: it moves money, quota or a SIM. Without the header
 * {@code Idempotency-Key} it answers 400 {@code idempotency-key-missing}. Other POSTs accept the header all the same.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface IdempotencyKeyRequired {

    /** How long a key is remembered, as an ISO-8601 duration. */
    String keep() default "PT24H";
}
