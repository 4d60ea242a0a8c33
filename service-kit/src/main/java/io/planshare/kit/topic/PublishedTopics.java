package io.planshare.kit.topic;

import java.util.Set;

import io.planshare.event.Topic;

/** All topics that this service publishes. */
public record PublishedTopics(Set<Topic> topics) {
    public PublishedTopics {
        topics = Set.copyOf(topics);
    }
}
