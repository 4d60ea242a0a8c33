package io.planshare.kit.topic;

import java.util.Set;

import io.planshare.event.Topic;

/** Topics that a part of this service publishes. A bean; several add up, together with {@code planshare.events.publishes}. */
public record Publication(Set<Topic> topics) {
    public Publication {
        topics = Set.copyOf(topics);
    }
}
