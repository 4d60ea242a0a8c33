/**
 * Starts quota-service, which owns the contracts about units and the order in which they are used.
 * It owns which scope opens which operation.
 */
@NullMarked
package io.planshare.quota;

import org.jspecify.annotations.NullMarked;
