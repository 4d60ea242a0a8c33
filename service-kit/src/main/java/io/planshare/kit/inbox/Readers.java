package io.planshare.kit.inbox;

import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The service's readers, one for each consumer. */
record Readers(List<Reader> all) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

    /** @throws IllegalStateException a consumer has no proper name, another one's name, or no topic */
    static Readers of(List<EventConsumer> consumers, Function<EventConsumer, Reader> reader) {
        var names = new HashSet<String>();
        for (var consumer : consumers) {
            if (!NAME.matcher(consumer.name()).matches()) {
                throw new IllegalStateException("A consumer is named like plan-changes, not " + consumer.name());
            }
            if (!names.add(consumer.name())) {
                throw new IllegalStateException("Two consumers are named " + consumer.name());
            }
            if (consumer.topics().isEmpty()) {
                throw new IllegalStateException("Consumer " + consumer.name() + " reads no topic");
            }
        }
        return new Readers(consumers.stream().map(reader).toList());
    }
}
