/**
 * The facts that services tell each other, as they stand on the wire: one sealed family for each publishing service.
 * Additive changes only; readers ignore members they do not know. Owns the topic names and event types.
 */
@NullMarked
package io.planshare.event;

import org.jspecify.annotations.NullMarked;
