package io.planshare.theft.observation;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.event.ChargingEvent.UsagePayer;
import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.model.Id;

/** The table usage_observation: append-only, one statement for a batch. */
@Repository
class UsageObservationStore {

    private final JdbcClient jdbc;

    UsageObservationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A record that is there already stays as it is. */
    void insert(List<UsageRecorded> records) {
        if (records.isEmpty()) return;
        jdbc.sql(
                """
                INSERT INTO usage_observation (record_id, occurred_at, device_id, subscription_id, payer_subscription_id,
                                               payer_account_id, rating_group, unit, metered)
                SELECT * FROM unnest(:records::uuid[], :occurred::timestamptz[], :devices::uuid[], :subscriptions::uuid[],
                                     :payers::uuid[], :accounts::uuid[], :ratingGroups::bigint[], :units::text[],
                                     :metered::bigint[])
                ON CONFLICT DO NOTHING""")
                .param("records", records.stream().map(UsageRecorded::recordId).toArray(UUID[]::new))
                .param("occurred", records.stream().map(it -> it.occurredAt().toString()).toArray(String[]::new))
                .param("devices", ids(records, UsageRecorded::deviceId))
                .param("subscriptions", ids(records, UsageRecorded::subscriptionId))
                .param("payers", ids(records, it -> of(it.payer(), UsagePayer::subscriptionId)))
                .param("accounts", ids(records, it -> of(it.payer(), UsagePayer::accountId)))
                .param("ratingGroups", records.stream().map(UsageRecorded::ratingGroup).toArray(Long[]::new))
                .param("units", records.stream().map(it -> it.unit().name()).toArray(String[]::new))
                .param("metered", records.stream().map(it -> it.metered().count()).toArray(Long[]::new)).update();
    }

    private static @Nullable Id of(@Nullable UsagePayer payer, Function<UsagePayer, Id> member) {
        return payer == null ? null : member.apply(payer);
    }

    private static @Nullable UUID[] ids(List<UsageRecorded> records, Function<UsageRecorded, @Nullable Id> member) {
        return records.stream().map(member).map(id -> id == null ? null : id.value()).toArray(UUID[]::new);
    }
}
