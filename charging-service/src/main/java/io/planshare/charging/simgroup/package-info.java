/** SIM groups (spec S8): hears what their cards may use, and keeps their counters. */
@NullMarked
package io.planshare.charging.simgroup;

import org.jspecify.annotations.NullMarked;
