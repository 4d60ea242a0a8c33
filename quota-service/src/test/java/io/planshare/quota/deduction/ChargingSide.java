package io.planshare.quota.deduction;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.ChargingEvent.CloseAccount;
import io.planshare.event.ChargingEvent.CloseConsumer;
import io.planshare.event.ChargingEvent.ClosePosted;
import io.planshare.event.ChargingEvent.ClosePrepared;
import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.Place;
import io.planshare.event.ChargingEvent.PlaceKind;
import io.planshare.event.ChargingEvent.Rebooking;
import io.planshare.event.ChargingEvent.UsagePayer;
import io.planshare.event.ChargingEvent.UsageRebooked;
import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.event.QuotaEvent.CloseProposed;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.event.QuotaEvent.ProposedMove;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.TestClock;
import io.planshare.kit.testing.Topics;
import io.planshare.model.AccountId;
import io.planshare.model.Id;
import io.planshare.model.Interval;
import io.planshare.model.Money;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Charging, as a run of quota's hears it: it told what was used, says what lies in the accounts, and posts what is proposed. */
final class ChargingSide {

    /** When the cycles of all packages here end: bought before, closed after. */
    final Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(1));
    final AccountId a = AccountId.next();
    final AccountId b = AccountId.next();
    final AccountId c = AccountId.next();
    private final Map<AccountId, SubscriptionId> subscriptions = Map.of(a, SubscriptionId.next(), b,
            SubscriptionId.next(), c, SubscriptionId.next());
    private final Map<ProviderAccountId, Pack> packs = new LinkedHashMap<>();
    private final List<UsageRecorded> told = new ArrayList<>();
    private final List<UsageRebooked> rebooked = new ArrayList<>();
    private final Api nobody;
    private final Topics topics;
    private final JdbcClient jdbc;
    private final TestClock clock;
    private Instant lookedAt = end;

    ChargingSide(Api nobody, Topics topics, JdbcClient jdbc, TestClock clock) {
        this.nobody = nobody;
        this.topics = topics;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private static final class Pack {
        private final PackageId id;
        private final long units;
        private final List<AccountId> users;
        private long consumed;

        private Pack(PackageId id, long units, List<AccountId> users) {
            this.id = id;
            this.units = units;
            this.users = users;
        }
    }

    Api api() {
        return nobody.as("quota:read quota:write");
    }

    /** 100 of A shared with C, 100 of B shared with A; their cycles have just ended. */
    void group() {
        var first = buy(a, 100);
        var second = buy(b, 100);
        share(first, "{\"scope\": \"LIST\", \"members\": [{\"accountId\": \"%s\"}]}".formatted(c), c, 0);
        share(second, "{\"scope\": \"LIST\", \"members\": [{\"accountId\": \"%s\"}]}".formatted(a), a, 0);
        activate();
        account(first, 100, a, c);
        account(second, 100, b, a);
        clock.stopAt(end.plusSeconds(60));
    }

    /** 1,000 of A, who comes first, shared with C, who pays 1 for each 2 units called back. */
    void ownerFirstGroup(long recallCapMinor) {
        var first = buy(a, 1_000);
        share(first, """
                     {"scope": "LIST", "members": [{"accountId": "%s"}], "ownerFirst": true,
                      "recallPrice": {"amountMinor": 1, "currency": "EUR", "units": 2}}""".formatted(c), c,
                recallCapMinor);
        activate();
        account(first, 1_000, a, c);
        clock.stopAt(end.plusSeconds(60));
    }

    ProviderAccountId a1() {
        return packs.keySet().iterator().next();
    }

    ProviderAccountId b1() {
        return packs.keySet().stream().skip(1).findFirst().orElseThrow();
    }

    Instant recordedAt() {
        return end.minus(Duration.ofMinutes(30));
    }

    Instant lookedAt() {
        return lookedAt;
    }

    /** @param on null: it was beyond all packages, and is paid in money */
    void use(AccountId who, long units, @Nullable ProviderAccountId on, Instant recordedAt) {
        if (on != null) requireNonNull(packs.get(on)).consumed += units;
        var record = new UsageRecorded(Id.next(), null, subscription(who), null,
                new UsagePayer(null, subscription(who), who, null), "ref", 10L, UnitType.OCTET, Units.of(units),
                on == null ? List.of() : List.of(new Allocation(on, Units.of(units))),
                on == null ? List.of(new Overage(Units.of(units), new Money(units, "EUR"))) : List.of(), Units.ZERO,
                null, null, end.minus(Duration.ofHours(1)).plusMillis(told.size()), recordedAt, false);
        told.add(record);
        topics.publish(record);
        topics.awaitConsumed();
    }

    void tellAgain() {
        topics.publish(told.toArray(UsageRecorded[]::new));
        topics.publish(rebooked.toArray(UsageRebooked[]::new));
        topics.awaitConsumed();
    }

    void prepare(DeductionRun run) {
        prepare(run, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    void prepare(DeductionRun run, Instant at) {
        prepare(run, at, told.stream().filter(it -> !it.recordedAt().isAfter(at)).count()
                + rebooked.stream().filter(it -> !it.recordedAt().isAfter(at)).count());
    }

    /** In two parts, the second of which comes first. */
    void prepare(DeductionRun run, Instant at, long records) {
        lookedAt = at;
        var accounts = packs.keySet().stream().map(this::look).toList();
        var halves = List.of(accounts.subList(0, accounts.size() / 2),
                accounts.subList(accounts.size() / 2, accounts.size()));
        for (int part = 2; part > 0; part--) {
            topics.publish(new ClosePrepared(run.id(), run.round(), run.groupId(), part, 2, halves.get(part - 1),
                    records, at));
        }
        topics.awaitConsumed();
    }

    long records() {
        return told.size() + rebooked.size();
    }

    void posted(DeductionRun run, CloseProposed proposed) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (var move : proposed.moves()) {
            if (move.from() != null) requireNonNull(packs.get(move.from())).consumed -= move.units().count();
            if (move.to() != null) requireNonNull(packs.get(move.to())).consumed += move.units().count();
            rebooked.add(rebooking(run, move, now));
        }
        topics.publish(rebooked.toArray(UsageRebooked[]::new));
        topics.publish(new ClosePosted(run.id(), proposed.round(), run.groupId(), true, now));
        topics.awaitConsumed();
    }

    JsonNode totals(AccountId account) {
        return api().get("/v1/accounts/" + account + "/usage-totals").body();
    }

    /** All of the group that a run may write, but the run itself. */
    String rows() {
        return jdbc
                .sql("""
                     SELECT (SELECT count(*) FROM use_rebooking WHERE record_id = ANY (:records)) || ' rebooked, closed '
                         || (SELECT array_agg(closed_at)::text FROM package_cycle WHERE provider_account_id = ANY (:packs))
                         || ', ' || (SELECT sum(metered)::text FROM use_record WHERE record_id = ANY (:records))""")
                .param("records", told.stream().map(UsageRecorded::recordId).toArray(UUID[]::new))
                .param("packs", packs.keySet().stream().map(ProviderAccountId::value).toArray(UUID[]::new))
                .query(String.class).single();
    }

    private UsageRebooked rebooking(DeductionRun run, ProposedMove move, Instant now) {
        var record = told.stream().filter(it -> it.recordId().equals(move.recordId())).findFirst().orElseThrow();
        return new UsageRebooked(Id.next(), move.recordId(), null, record.subscriptionId(), run.id(),
                List.of(new Rebooking(place(move.from()), place(move.to()), move.units())), record.occurredAt(), now);
    }

    private static Place place(@Nullable ProviderAccountId id) {
        return new Place(id == null ? PlaceKind.OVERAGE : PlaceKind.ACCOUNT, id);
    }

    private CloseAccount look(ProviderAccountId id) {
        var pack = requireNonNull(packs.get(id));
        return new CloseAccount(id, pack.users.getFirst(), pack.id, UnitType.OCTET, List.of(),
                new Interval(end.minus(Duration.ofDays(10)), end), true, Units.of(pack.units - pack.consumed),
                Units.of(pack.consumed),
                pack.users.stream().map(it -> new CloseConsumer(subscription(it), it, null, null)).toList());
    }

    private SubscriptionId subscription(AccountId account) {
        return requireNonNull(subscriptions.get(account));
    }

    private String buy(AccountId owner, long units) {
        var answer = api().freshKey().post("/v1/packages",
                """
                {"accountId": "%s", "name": "test", "unit": "OCTET", "units": %d, "renewal": "ONCE",
                 "validFrom": "%s", "validTo": "%s"}""".formatted(owner, units, end.minus(Duration.ofDays(10)), end));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        return answer.body().path("id").asString();
    }

    private void share(String id, String policy, AccountId with, long recallCapMinor) {
        assertThat(api().with("If-Match", "*").put("/v1/packages/" + id + "/sharing-policy", policy).status())
                .isEqualTo(200);
        var cap = recallCapMinor == 0 ? "" : ", \"recallCapMinor\": " + recallCapMinor;
        assertThat(api().post("/v1/packages/" + id + "/sharing-policy/acceptances",
                "{\"accountId\": \"%s\", \"policyVersion\": 1%s}".formatted(with, cap)).status()).isEqualTo(200);
    }

    private void activate() {
        var preview = api().post("/v1/sharing-groups/" + a + "/execution-plans/preview").body();
        var answer = api().post("/v1/sharing-groups/" + a + "/execution-plans/activate",
                "{\"hash\": \"%s\"}".formatted(preview.path("hash").asString()));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
    }

    private void account(String id, long units, AccountId... users) {
        var cycle = topics.awaitPublished(PackageActivated.class, it -> it.packageId().toString().equals(id));
        packs.put(cycle.providerAccountId(), new Pack(cycle.packageId(), units, Arrays.asList(users)));
    }
}
