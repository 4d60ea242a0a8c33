package io.planshare.event;

import java.time.Duration;
import java.util.UUID;

/**
 * The answer of a service that enforces: the bar is committed and its next decision obeys it. One for every delivery,
 * lifts and "nothing to do" included.
 */
public sealed interface EnforcementEvent extends Event {

    /** What was enforced: a theft restriction, or a SIM group's bar. */
    enum Cause {
        THEFT, SIM_GROUP
    }

    /**
     * @param subjectKey the key of the record that was enforced (deviceId or groupId)
     * @param enforcedId its id (a restrictionId for THEFT)
     * @param service which service answers, such as {@code charging-service}
     * @param took from the order's instant to the commit here
     */
    record EnforcementApplied(Cause cause, String subjectKey, UUID enforcedId, long version, String service,
            Duration took, String detail) implements EnforcementEvent {
        @Override
        public String key() {
            return subjectKey;
        }
    }

    record EnforcementFailed(Cause cause, String subjectKey, UUID enforcedId, long version, String service,
            String detail) implements EnforcementEvent {
        @Override
        public String key() {
            return subjectKey;
        }
    }
}
