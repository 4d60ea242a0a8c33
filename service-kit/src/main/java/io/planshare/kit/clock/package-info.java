/**
 * Business time has one source, which a test can own.
 * It owns the clock bean; nothing else in the suite reads the machine's clock for business.
 */
@NullMarked
package io.planshare.kit.clock;

import org.jspecify.annotations.NullMarked;
