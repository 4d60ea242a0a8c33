/**
 * A service's tests run it as its {@code main} starts it, on a real PostgreSQL and a real Kafka, and speak to it over
 * HTTP with real tokens. This package owns the test context, the issuer it trusts and the seeds; it ships as a test-jar.
 */
@NullMarked
package io.planshare.kit.testing;

import org.jspecify.annotations.NullMarked;
