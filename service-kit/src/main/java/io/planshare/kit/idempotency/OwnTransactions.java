package io.planshare.kit.idempotency;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a controller method of a write under /v1 around which no transaction is opened: it needs several, calls another
 * service in between, or answers later from another thread. It takes no {@code Idempotency-Key} (400
 * {@code idempotency-key-unsupported}), and its audit entry follows in a transaction of its own.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OwnTransactions {}
