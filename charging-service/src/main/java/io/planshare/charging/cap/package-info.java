/** Caps: at most so many units of an enrollment in a window, whoever pays. Owns their counters; a cap pays nothing. */
@NullMarked
package io.planshare.charging.cap;

import org.jspecify.annotations.NullMarked;
