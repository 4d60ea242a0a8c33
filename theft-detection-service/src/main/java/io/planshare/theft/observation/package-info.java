/**
 * What devices did is kept as it is read, each use and each oddity once, so that it can be looked at and judged.
 * It owns the tables usage_observation and observation, fed by usage.v1 and observation.v1.
 */
@NullMarked
package io.planshare.theft.observation;

import org.jspecify.annotations.NullMarked;
