/**
 * Promises that the topics which a service publishes or reads exist before it reads them, without holding up its start while no broker answers.
 * Owns the topics' settings: partitions, compaction, retention.
 */
@NullMarked
package io.planshare.kit.topic;

import org.jspecify.annotations.NullMarked;
