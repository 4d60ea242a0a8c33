package io.planshare.kit.outbox;

import java.time.Clock;
import java.util.Set;

import io.planshare.event.Topic;
import io.planshare.kit.fixture.KitDatabase;

/** An outbox without a relay, for tests of what publishes. */
public final class OutboxAccess {

    private OutboxAccess() {}

    public static Outbox of(KitDatabase database, String service, Set<Topic> published) {
        return new Outbox(new OutboxStore(database.jdbc()), service, published, Topic::topicName, Clock.systemUTC(),
                new CurrentTrace(null), null, () -> {});
    }
}
