/**
 * Promises that tables which only grow have a partition for tomorrow and lose the ones that are old enough.
 * Owns the table partitioned_table, in which a migration registers its own, and the task that calls keep_partitions().
 */
@NullMarked
package io.planshare.kit.partition;

import org.jspecify.annotations.NullMarked;
