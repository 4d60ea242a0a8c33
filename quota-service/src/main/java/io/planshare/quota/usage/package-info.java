/**
 * Every use that charging booked is kept once, with which accounts gave the units and who paid, and can be summed.
 * It owns the tables use_record, use_allocation and use_overage, fed by usage.v1.
 */
@NullMarked
package io.planshare.quota.usage;

import org.jspecify.annotations.NullMarked;
