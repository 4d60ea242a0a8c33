/**
 * What was used, who paid, what was refused, and which sessions stand: for people who ask, also at three in the morning.
 * Owns nothing and changes nothing; it reads what charging sessions wrote and never shows a SUPI.
 */
@NullMarked
package io.planshare.charging.usage;

import org.jspecify.annotations.NullMarked;
