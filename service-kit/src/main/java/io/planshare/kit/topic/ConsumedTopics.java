package io.planshare.kit.topic;

import java.util.Set;

import io.planshare.event.Topic;

/** All topics that this service reads. */
public record ConsumedTopics(Set<Topic> topics) {
    public ConsumedTopics {
        topics = Set.copyOf(topics);
    }
}
