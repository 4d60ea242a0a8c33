package io.planshare.charging.session;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.ledger.Ledger;
import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.UsagePayer;
import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** What was charged and what was denied: written once, never changed. */
@Repository
class UsageStore {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    UsageStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * One record as charged.
     *
     * @param sessionId the session it was reported on; its own id if there was none
     * @param versions of the accounts, as the decision made them
     */
    record Charged(UUID sessionId, String nfConsumer, UsageRecorded usage, List<Ledger.Version> versions) {

        Charged(ChargingSession session, UsageRecorded usage, List<Ledger.Version> versions) {
            this(session.ref().sessionId(), session.nfConsumer(), usage, versions);
        }

        /** A decision changes few accounts: a list is searched faster than a map is made. */
        long version(ProviderAccountId account) {
            return versions.stream().filter(it -> it.providerAccountId().equals(account)).findFirst().orElseThrow()
                    .version();
        }

        Units covered() {
            return usage.allocations().stream().map(Allocation::units).reduce(Units.ZERO, Units::plus);
        }

        Units overage() {
            return usage.overage().stream().map(Overage::units).reduce(Units.ZERO, Units::plus);
        }

        <T> @Nullable T payer(Function<UsagePayer, @Nullable T> column) {
            return usage.payer() == null ? null : column.apply(usage.payer());
        }
    }

    private record Entry(Charged charged, Allocation allocation) {
        UsageRecorded usage() {
            return charged.usage();
        }
    }

    void save(List<Charged> charged) {
        if (charged.isEmpty()) return;
        jdbc.sql("""
                 insert into usage_record (usage_record_id, session_id, nf_consumer, device_id, subscription_id, payer,
                     payer_account_id, enrollment_id, capability, rating_group, unit, metered, covered, overage,
                     overage_minor, overage_currency, uncovered, uncovered_reason, allocations, started_at, occurred_at,
                     recorded_at, estimated, overage_parts)
                 select * from unnest(cast(:ids as uuid[]), cast(:sessions as uuid[]), cast(:consumers as text[]),
                     cast(:devices as uuid[]), cast(:subscriptions as uuid[]), cast(:payers as uuid[]),
                     cast(:accounts as uuid[]), cast(:enrollments as uuid[]), cast(:capabilities as text[]),
                     cast(:groups as bigint[]), cast(:units as text[]), cast(:metered as bigint[]),
                     cast(:covered as bigint[]), cast(:overage as bigint[]), cast(:overageMinor as bigint[]),
                     cast(:currencies as text[]), cast(:uncovered as bigint[]), cast(:reasons as text[]),
                     cast(:allocations as jsonb[]), cast(:started as timestamptz[]), cast(:occurred as timestamptz[]),
                     cast(:recorded as timestamptz[]), cast(:estimated as boolean[]), cast(:parts as jsonb[]))""")
                .param("ids", texts(charged, c -> c.usage().recordId()))
                .param("sessions", texts(charged, Charged::sessionId))
                .param("consumers", texts(charged, Charged::nfConsumer))
                .param("devices", texts(charged, c -> c.usage().deviceId()))
                .param("subscriptions", texts(charged, c -> c.usage().subscriptionId()))
                .param("payers", texts(charged, c -> c.payer(UsagePayer::subscriptionId)))
                .param("accounts", texts(charged, c -> c.payer(UsagePayer::accountId)))
                .param("enrollments", texts(charged, c -> c.payer(UsagePayer::enrollmentId)))
                .param("capabilities", texts(charged, c -> c.payer(UsagePayer::capability)))
                .param("groups", texts(charged, c -> c.usage().ratingGroup()))
                .param("units", texts(charged, c -> c.usage().unit()))
                .param("metered", longs(charged, c -> c.usage().metered().count()))
                .param("covered", longs(charged, c -> c.covered().count()))
                .param("overage", longs(charged, c -> c.overage().count()))
                .param("overageMinor", longs(charged, UsageStore::overageMinor))
                .param("currencies", texts(charged, c -> c.usage().overage().isEmpty()
                        ? null
                        : c.usage().overage().getFirst().amount().currency()))
                .param("uncovered", longs(charged, c -> c.usage().uncovered().count()))
                .param("reasons", texts(charged, c -> c.usage().uncoveredReason()))
                .param("allocations", texts(charged, c -> json.writeValueAsString(c.usage().allocations())))
                .param("started", texts(charged, c -> c.usage().startedAt()))
                .param("occurred", texts(charged, c -> c.usage().occurredAt()))
                .param("recorded", texts(charged, c -> c.usage().recordedAt()))
                .param("estimated", texts(charged, c -> c.usage().estimated()))
                .param("parts", texts(charged, c -> c.usage().overage().isEmpty()
                        ? null
                        : json.writeValueAsString(c.usage().overage())))
                .update();
        saveEntries(charged);
    }

    private static long overageMinor(Charged charged) {
        return charged.usage().overage().stream().mapToLong(overage -> overage.amount().amountMinor()).sum();
    }

    private void saveEntries(List<Charged> charged) {
        var entries = charged.stream().flatMap(c -> c.usage().allocations().stream().map(a -> new Entry(c, a)))
                .toList();
        if (entries.isEmpty()) return;
        jdbc.sql(
                """
                insert into ledger_entry (provider_account_id, kind, units, usage_record_id, recorded_at, account_version)
                select account, 'DEBIT', units, record, recorded, version from unnest(cast(:accounts as uuid[]),
                    cast(:units as bigint[]), cast(:records as uuid[]), cast(:recorded as timestamptz[]),
                    cast(:versions as bigint[])) as entry (account, units, record, recorded, version)""")
                .param("accounts", texts(entries, e -> e.allocation().providerAccountId()))
                .param("units", longs(entries, e -> -e.allocation().units().count()))
                .param("records", texts(entries, e -> e.usage().recordId()))
                .param("recorded", texts(entries, e -> e.usage().recordedAt()))
                .param("versions", longs(entries, e -> e.charged().version(e.allocation().providerAccountId())))
                .update();
    }

    /** What is known already of these records. */
    Map<UUID, DirectCharges.Known> known(Collection<UUID> ids) {
        return jdbc.sql("""
                        select usage_record_id, nf_consumer, subscription_id, rating_group, unit, metered, occurred_at
                        from usage_record where usage_record_id = any(cast(:ids as uuid[]))""").param("ids", texts(ids))
                .query((row, _) -> new DirectCharges.Known(row.getObject("usage_record_id", UUID.class),
                        row.getString("nf_consumer"),
                        new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                        row.getLong("rating_group"), UnitType.valueOf(row.getString("unit")),
                        Units.of(row.getLong("metered")), row.getTimestamp("occurred_at").toInstant()))
                .list().stream().collect(toMap(DirectCharges.Known::id, identity()));
    }

    void saveDenials(Collection<Denial> denials) {
        if (denials.isEmpty()) return;
        jdbc.sql("""
                 insert into denial (denial_id, session_id, device_id, subscription_id, payer, rating_group, requested,
                     granted, reason, provider_account_id, denied_at)
                 select * from unnest(cast(:ids as uuid[]), cast(:sessions as uuid[]), cast(:devices as uuid[]),
                     cast(:subscriptions as uuid[]), cast(:payers as uuid[]), cast(:groups as bigint[]),
                     cast(:requested as bigint[]), cast(:granted as bigint[]), cast(:reasons as text[]),
                     cast(:accounts as uuid[]), cast(:at as timestamptz[]))""").param("ids", texts(denials, Denial::id))
                .param("sessions", texts(denials, Denial::sessionId)).param("devices", texts(denials, Denial::deviceId))
                .param("subscriptions", texts(denials, Denial::subscriptionId))
                .param("payers", texts(denials, Denial::payer)).param("groups", longs(denials, Denial::ratingGroup))
                .param("requested", longs(denials, d -> d.requested().count()))
                .param("granted", longs(denials, d -> d.granted().count()))
                .param("reasons", texts(denials, Denial::reason))
                .param("accounts", texts(denials, Denial::providerAccountId))
                .param("at", texts(denials, Denial::deniedAt))
                .update();
    }
}
