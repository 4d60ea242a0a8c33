/**
 * What a service does can be followed by traces, counted by metrics and read in logs that show no person's numbers.
 * It owns the masks and the tracing of JDBC; it stores nothing.
 */
@NullMarked
package io.planshare.kit.observability;

import org.jspecify.annotations.NullMarked;
