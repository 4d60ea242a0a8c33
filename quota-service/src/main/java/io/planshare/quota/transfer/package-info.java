/**
 * Applications ask before they transfer data, and a plan's threshold is never crossed by what could wait (spec S2). Decides
 * with the pure code of {@code io.planshare.transfer}, for all devices of a plan under one lock; hands out signed policies
 * with which an agent decides alone.
 * It owns data usage plans, their meters and statistics, the devices' connections, transfer requests and allotments.
 */
@NullMarked
package io.planshare.quota.transfer;

import org.jspecify.annotations.NullMarked;
