/**
 * A real PostgreSQL and a real Kafka broker wherever a JVM runs: embedded, in containers, or the servers an operator names.
 * Owns the servers' processes and directories, the databases and the role pairs in them; knows no table and no topic.
 */
@NullMarked
package io.planshare.platform;

import org.jspecify.annotations.NullMarked;
