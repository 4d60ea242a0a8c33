package io.planshare.charging.pack;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.event.CreditEvent.AccountOpened;
import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.event.QuotaEvent.PackageMember;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;
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
import static org.awaitility.Awaitility.await;

/** Cycles of packages in charging: quota announces them by Kafka, use arrives by HTTP. */
@ServiceTest
class PackageCyclesTest {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Interval cycle = new Interval(now.minus(Duration.ofDays(10)), now.plus(Duration.ofDays(20)));

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TestClock clock;

    private final AccountId owner = AccountId.next();
    private final AccountId member = AccountId.next();

    @AfterEach
    void time() {
        clock.reset();
    }

    @Test
    void a_cycle_has_one_account_with_the_owners_and_the_members_subscriptions() {
        var mine = subscription(owner, 1);
        var theirs = subscription(member, 1);
        var announced = cycle(1, 1_000, new PackageMember(member, Units.of(300)));

        topics.publish(announced, announced);
        topics.publish(announced);
        topics.awaitConsumed();

        var account = account(announced.providerAccountId());
        assertThat(account.get("granted")).isEqualTo(1_000L);
        assertThat(consumers(announced.providerAccountId())).containsExactlyInAnyOrderEntriesOf(
                mapOf(mine, null, theirs, 300L));
        var opened = topics.awaitPublished(AccountOpened.class,
                it -> it.providerAccountId().equals(announced.providerAccountId()));
        assertThat(opened.packageId()).isEqualTo(announced.packageId());
    }

    @Test
    void a_newer_version_changes_units_members_and_limits_and_an_older_one_nothing() {
        var mine = subscription(owner, 1);
        var theirs = subscription(member, 1);
        var first = cycle(1, 1_000, new PackageMember(member, Units.of(300)));
        var third = other(first, 3, 1_500, new PackageMember(member, Units.of(400)));
        topics.publish(first, third, other(first, 2, 10));
        topics.awaitConsumed();

        assertThat(account(first.providerAccountId()).get("granted")).isEqualTo(1_500L);
        assertThat(consumers(first.providerAccountId())).containsExactlyInAnyOrderEntriesOf(
                mapOf(mine, null, theirs, 400L));

        topics.publish(other(first, 4, 700));
        topics.awaitConsumed();
        assertThat(account(first.providerAccountId()).get("withdrawn")).isEqualTo(800L);
        assertThat(consumers(first.providerAccountId()).keySet()).containsExactly(mine);
    }

    @Test
    void a_limit_is_never_below_what_was_used() {
        var theirs = subscription(member, 1);
        var first = cycle(1, 1_000, new PackageMember(member, Units.of(300)));
        topics.publish(first);
        topics.awaitConsumed();
        use(theirs, 250, now.minusSeconds(60));

        topics.publish(other(first, 2, 1_000, new PackageMember(member, Units.of(100))));
        topics.awaitConsumed();

        assertThat(consumers(first.providerAccountId())).containsEntry(theirs, 250L);
        assertThat(uncovered(use(theirs, 10, now.minusSeconds(50)))).isEqualTo(10);
    }

    @Test
    void a_subscription_that_comes_to_a_members_account_draws_and_one_that_goes_does_not() {
        subscription(owner, 1);
        var announced = cycle(1, 1_000, new PackageMember(member, Units.of(300)));
        topics.publish(announced);
        topics.awaitConsumed();

        var late = subscription(member, 1);
        await().untilAsserted(() -> assertThat(consumers(announced.providerAccountId())).containsEntry(late, 300L));

        topics.publish(changed(late, AccountId.next(), 2));
        await().untilAsserted(
                () -> assertThat(consumers(announced.providerAccountId())).doesNotContainKey(late));
    }

    @Test
    void use_at_the_edge_of_two_cycles_is_taken_from_the_cycle_it_occurred_in() {
        var mine = subscription(owner, 1);
        var id = PackageId.next();
        var edge = now.minus(Duration.ofHours(1));
        var old = announced(id, 1, 100, new Interval(edge.minus(Duration.ofDays(30)), edge), null, null);
        var fresh = announced(id, 1, 100, new Interval(edge, edge.plus(Duration.ofDays(30))), null, null);
        topics.publish(old, fresh);
        topics.awaitConsumed();

        use(mine, 30, edge.minusMillis(1));
        use(mine, 40, edge);

        assertThat(account(old.providerAccountId()).get("consumed")).isEqualTo(30L);
        assertThat(account(fresh.providerAccountId()).get("consumed")).isEqualTo(40L);
    }

    @Test
    void what_rolls_over_is_capped_for_use_of_after_and_whole_for_use_of_before() {
        var mine = subscription(owner, 1);
        var end = now.plus(Duration.ofMinutes(5));
        var id = announced(PackageId.next(), 1, 1_000, new Interval(now.minus(Duration.ofDays(30)), end), 30, 200L);
        topics.publish(id);
        topics.awaitConsumed();
        use(mine, 100, now.minusSeconds(60));
        clock.stopAt(end.plusSeconds(120));

        await().untilAsserted(() -> assertThat(account(id.providerAccountId()).get("withdrawn")).isEqualTo(200L));

        assertThat(uncovered(use(mine, 250, end.plusSeconds(10)))).isEqualTo(50);
        assertThat(uncovered(use(mine, 700, end.minusSeconds(10)))).isZero();
        assertThat(uncovered(use(mine, 1, end.minusSeconds(10)))).isEqualTo(1);
    }

    @Test
    void what_is_left_of_a_cycle_expires_once_no_use_of_it_can_be_reported_any_more() {
        subscription(owner, 1);
        var id = announced(PackageId.next(), 1, 1_000, new Interval(now.minus(Duration.ofDays(130)),
                now.minus(Duration.ofDays(100))), null, null);
        topics.publish(id);
        topics.awaitConsumed();

        await().untilAsserted(() -> assertThat(account(id.providerAccountId()).get("expired")).isEqualTo(1_000L));
    }

    private SubscriptionId subscription(AccountId account, long version) {
        var id = SubscriptionId.next();
        topics.publish(changed(id, account, version));
        topics.awaitConsumed();
        return id;
    }

    private static SubscriptionChanged changed(SubscriptionId id, AccountId account, long version) {
        return new SubscriptionChanged(id, version, account, PlanId.next(), SubscriptionStatus.ACTIVE,
                new IdentifierHmac("k1." + UUID.randomUUID().toString().replace("-", "") + "abcdefghijA"), null, null,
                null, null, 0);
    }

    private PackageActivated cycle(long version, long units, PackageMember... members) {
        return new PackageActivated(PackageId.next(), ProviderAccountId.next(), version, owner, "test",
                UnitType.OCTET, List.of(), Units.of(units), cycle, Units.ZERO, null, null, Arrays.asList(members));
    }

    private static PackageActivated other(PackageActivated it, long version, long units, PackageMember... members) {
        return new PackageActivated(it.packageId(), it.providerAccountId(), version, it.accountId(), it.name(),
                it.unit(), it.ratingGroups(), Units.of(units), it.cycle(), it.ownerReserve(), null, null,
                Arrays.asList(members));
    }

    private PackageActivated announced(PackageId id, long version, long units, Interval cycle,
            @Nullable Integer rollOverDays, @Nullable Long rollOverCap) {
        return new PackageActivated(id, ProviderAccountId.next(), version, owner, "test", UnitType.OCTET, List.of(),
                Units.of(units), cycle, Units.ZERO, rollOverDays, rollOverCap == null ? null : Units.of(rollOverCap),
                List.of());
    }

    /** As a file of usage records tells it; answers the record's id. */
    private UUID use(SubscriptionId who, long units, Instant at) {
        var id = UUID.randomUUID();
        var answer = nobody.as("charging:read charging:write")
                .with("Content-Type", "application/x-ndjson").post("/v1/usage-records?source=test",
                        """
                        {"id": "%s", "subscriptionId": "%s", "ratingGroup": 10, "unit": "OCTET", "units": %d, "occurredAt": "%s"}
                        """
                                .formatted(id, who, units, at));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        return id;
    }

    private long uncovered(UUID record) {
        return jdbc.sql("select uncovered from usage_record where usage_record_id = :id").param("id", record)
                .query(Long.class).single();
    }

    private Map<String, @Nullable Object> account(ProviderAccountId id) {
        return jdbc.sql("select * from provider_account where provider_account_id = :id").param("id", id.value())
                .query().singleRow();
    }

    private Map<SubscriptionId, @Nullable Long> consumers(ProviderAccountId id) {
        var found = new HashMap<SubscriptionId, @Nullable Long>();
        jdbc.sql("select * from consumer_account where provider_account_id = :id and left_at is null")
                .param("id", id.value()).query(row -> {
                    found.put(new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                            row.getObject("limit_units", Long.class));
                });
        return found;
    }

    private static Map<SubscriptionId, @Nullable Long> mapOf(SubscriptionId one, @Nullable Long limit,
            SubscriptionId other, @Nullable Long otherLimit) {
        var map = new HashMap<SubscriptionId, @Nullable Long>();
        map.put(one, limit);
        map.put(other, otherLimit);
        return map;
    }
}
