/** Load drivers that print ratios measured side by side in one run, because the machines they run on are noisy. */
@NullMarked
package io.planshare.bench;

import org.jspecify.annotations.NullMarked;
