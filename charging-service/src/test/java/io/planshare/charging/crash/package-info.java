/** Kills the service and its database while clients work, and counts afterwards. */
@NullMarked
package io.planshare.charging.crash;

import org.jspecify.annotations.NullMarked;
