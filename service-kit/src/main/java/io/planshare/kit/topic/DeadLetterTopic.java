package io.planshare.kit.topic;

/** Where records of a topic go that a reader could not apply. */
public final class DeadLetterTopic {

    /** Above Kafka's usual limit of 1 MiB, so that whatever a topic took fits with the headers that say why it is here. */
    public static final int RECORD_OCTETS_MAX = 2 * 1024 * 1024;

    private DeadLetterTopic() {}

    public static String of(String topicName) {
        return topicName + ".dlt";
    }
}
