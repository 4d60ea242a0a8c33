package io.planshare.charging.camara;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

import io.planshare.charging.SqlArray;
import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Msisdn;
import io.planshare.model.SubscriptionId;

import static io.planshare.charging.SqlArray.texts;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/**
 * Keeps whose number is whose. A reader of its own, so that it reads all that enrollment ever told, also where this service
 * ran before it knew numbers.
 */
@Service
class PhoneNumbers implements EventConsumer {

    static final String NAME = "phone-numbers";

    private final JdbcClient jdbc;
    private final IdentifierKeys keys;

    PhoneNumbers(JdbcClient jdbc, IdentifierKeys keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /** The live subscription that has this number: the newer one, until the end of the one that had it has arrived. */
    Optional<SubscriptionId> subscriptionOf(Msisdn number) {
        var hmacs = keys.candidates(number).stream().map(hmac -> hmac.value()).toList();
        return jdbc.sql("""
                        select subscription_id from phone_number where gpsi_hmac = any(:hmacs)
                        order by subscription_id desc limit 1""")
                .param("hmacs", texts(hmacs))
                .query((row, _) -> new SubscriptionId(row.getObject(1, UUID.class))).optional();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.SUBSCRIPTION);
    }

    @Override
    public void accept(List<Received> received) {
        var changed = received.stream().map(Received::event).filter(SubscriptionChanged.class::isInstance)
                .map(SubscriptionChanged.class::cast).collect(toMap(SubscriptionChanged::subscriptionId, identity(),
                        (a, b) -> a.version() > b.version() ? a : b))
                .values();
        if (changed.isEmpty()) return;
        jdbc.sql("""
                 insert into phone_number (subscription_id, version, gpsi_hmac)
                 select * from unnest(cast(:ids as uuid[]), cast(:versions as bigint[]), cast(:gpsis as text[]))
                 on conflict (subscription_id) do update set version = excluded.version, gpsi_hmac = excluded.gpsi_hmac
                 where phone_number.version < excluded.version""")
                .param("ids", texts(changed, SubscriptionChanged::subscriptionId))
                .param("versions", SqlArray.longs(changed, SubscriptionChanged::version))
                .param("gpsis", texts(changed, PhoneNumbers::number)).update();
    }

    private static @Nullable String number(SubscriptionChanged changed) {
        return changed.gpsi() == null || changed.status() == SubscriptionStatus.ENDED ? null : changed.gpsi().value();
    }
}
