package io.planshare.charging.close;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.event.ChargingEvent.ClosePosted;
import io.planshare.event.ChargingEvent.ClosePrepared;
import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.event.QuotaEvent.CloseProposed;
import io.planshare.event.QuotaEvent.CloseRequested;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.event.QuotaEvent.PackageMember;
import io.planshare.event.QuotaEvent.ProposedMove;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.Topics;
import io.planshare.model.AccountId;
import io.planshare.model.IdentifierHmac;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.PlanId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

/** A sharing group whose cycle has just ended, as charging knows it: told by Kafka, used by HTTP, closed by Kafka. */
final class ClosedGroup {

    final Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    final Interval cycle = new Interval(end.minus(Duration.ofDays(30)), end);
    final AccountId groupId = AccountId.next();
    private final List<ProviderAccountId> accounts = new ArrayList<>();
    private final Api api;
    private final Topics topics;
    private final JdbcClient jdbc;

    ClosedGroup(Api nobody, Topics topics, JdbcClient jdbc) {
        this.api = nobody.as("charging:read charging:write");
        this.topics = topics;
        this.jdbc = jdbc;
    }

    record Person(AccountId account, SubscriptionId subscription) {}

    Person person() {
        var person = new Person(AccountId.next(), SubscriptionId.next());
        topics.publish(new SubscriptionChanged(person.subscription, 1, person.account, PlanId.next(),
                SubscriptionStatus.ACTIVE, new IdentifierHmac("k1." + UUID.randomUUID().toString().replace("-", "")
                        + "abcdefghijA"),
                null, null, null, null, 0));
        topics.awaitConsumed();
        return person;
    }

    /** A package of the ended cycle, shared without limits. */
    ProviderAccountId pack(Person owner, long units, Person... members) {
        return pack(cycle, owner, units, members);
    }

    ProviderAccountId pack(Interval during, Person owner, long units, Person... members) {
        var id = ProviderAccountId.next();
        topics.publish(new PackageActivated(PackageId.next(), id, 1, owner.account, "test", UnitType.OCTET, List.of(),
                Units.of(units), during, Units.ZERO, null, null,
                Arrays.stream(members).map(it -> new PackageMember(it.account, null)).toList()));
        topics.awaitConsumed();
        accounts.add(id);
        return id;
    }

    /** Consents to pay one minor unit for each unit. */
    void consent(Person who, long limitMinor) {
        var answer = api.put("/v1/subscriptions/" + who.subscription + "/overage-consent",
                """
                {"unit": "OCTET", "currency": "EUR", "price": 1, "priceSize": 1, "limitMinor": %d}"""
                        .formatted(limitMinor));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
    }

    /** As a file of usage records tells it; answers the record's id. */
    UUID use(Person who, long units) {
        var id = UUID.randomUUID();
        use(id, who, units);
        return id;
    }

    void use(UUID id, Person who, long units) {
        var answer = api.with("Content-Type", "application/x-ndjson").post("/v1/usage-records?source=test",
                """
                {"id": "%s", "subscriptionId": "%s", "ratingGroup": 10, "unit": "OCTET", "units": %d, "occurredAt": "%s"}
                """.formatted(
                        id, who.subscription, units, end.minusSeconds(60)));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
    }

    ClosePrepared look(ProviderAccountId... ended) {
        var run = UUID.randomUUID();
        topics.publish(new CloseRequested(run, 1, groupId, cycle.from(), end, List.of(ended)));
        return topics.awaitPublished(ClosePrepared.class, it -> it.runId().equals(run));
    }

    /** Whether they were posted. */
    boolean propose(ProposedMove... moves) {
        return answer(proposal(UUID.randomUUID(), 1, 1, moves));
    }

    boolean answer(CloseProposed... parts) {
        topics.publish(parts);
        return topics.awaitPublished(ClosePosted.class, it -> it.runId().equals(parts[0].runId())).posted();
    }

    CloseProposed proposal(UUID run, int part, int parts, ProposedMove... moves) {
        return new CloseProposed(run, 1, groupId, part, parts, "hash", List.of(moves));
    }

    long consumed(ProviderAccountId id) {
        return jdbc.sql("select consumed from provider_account where provider_account_id = :id")
                .param("id", id.value()).query(Long.class).single();
    }

    /** What somebody owes, by kind of charge. */
    long owes(Person who) {
        return jdbc.sql("select coalesce(sum(amount_minor), 0)::bigint from charge where account_id = :id")
                .param("id", who.account.value()).query(Long.class).single();
    }

    long charged(Person who, String kind) {
        return jdbc.sql(
                "select coalesce(sum(amount_minor), 0)::bigint from charge where account_id = :id and kind = :kind")
                .param("id", who.account.value()).param("kind", kind).query(Long.class).single();
    }

    /** Everything of the group that a posting may change. */
    List<Map<String, @Nullable Object>> books() {
        return jdbc
                .sql("""
                     select a.provider_account_id, a.consumed, a.version, c.subscription_id, c.consumed as drawn,
                         (select count(*) from ledger_entry e where e.provider_account_id = a.provider_account_id) as entries
                     from provider_account a join consumer_account c using (provider_account_id)
                     where provider_account_id = any(:ids) order by 1, 4""")
                .param("ids", ids()).query().listOfRows();
    }

    /** Each invariant of design section 3 that fails for the group; empty when all hold. */
    List<@Nullable String> broken() {
        return jdbc
                .sql("""
                     with mine as (select * from provider_account where provider_account_id = any(:ids)),
                     parts as (
                         select cast(p ->> 'providerAccountId' as uuid) as account, payer, cast(p ->> 'units' as bigint) as units
                         from usage_record, jsonb_array_elements(allocations) p
                         union all select from_account, payer, -units from usage_rebooking join usage_record using (usage_record_id)
                         union all select to_account, payer, units from usage_rebooking join usage_record using (usage_record_id))
                     select 'overdrawn' from mine where granted - reserved - consumed - expired - withdrawn < 0
                     union all select 'differs from its entries' from mine a
                         where granted - consumed - expired - withdrawn <> (
                             select sum(units) from ledger_entry e where e.provider_account_id = a.provider_account_id)
                     union all select 'differs from its consumers' from mine a where consumed <> (
                         select sum(consumed) from consumer_account c where c.provider_account_id = a.provider_account_id)
                     union all select 'a consumer differs from the records' from consumer_account c
                         join mine using (provider_account_id) where c.consumed <> (
                             select coalesce(sum(units), 0) from parts
                             where account = c.provider_account_id and payer = c.subscription_id)
                     union all select 'a consumer is past its limit' from consumer_account c
                         join mine using (provider_account_id) where c.consumed + c.reserved > c.limit_units""")
                .param("ids", ids()).query(String.class).list();
    }

    private UUID[] ids() {
        return accounts.stream().map(ProviderAccountId::value).toArray(UUID[]::new);
    }
}
