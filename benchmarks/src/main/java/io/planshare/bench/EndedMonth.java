package io.planshare.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.planshare.event.ChargingEvent.CloseAccount;
import io.planshare.event.ChargingEvent.CloseConsumer;
import io.planshare.event.ChargingEvent.ClosePrepared;
import io.planshare.event.QuotaEvent.CloseRequested;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.event.QuotaEvent.PackageMember;
import io.planshare.kit.topic.EventJson;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * A sharing group of many accounts at the end of a month: each with a package of its own, lent to three others. All took from
 * their own and had the rest as overage, so there is something to find for a close. As quota knows it, and as charging would say.
 */
final class EndedMonth {

    private static final int PACKAGES = 1_000;
    /** Whose packages somebody may use beside the own: so many places before it. */
    private static final List<Integer> LENDERS = List.of(1, 7, 31);
    private static final int ACCOUNTS_IN_A_PART = 200;

    private final Interval cycle;
    private final int records;
    private final List<Pack> packs;

    private EndedMonth(Interval cycle, int records, List<Pack> packs) {
        this.cycle = cycle;
        this.records = records;
        this.packs = packs;
    }

    private record Pack(PackageId id, ProviderAccountId cycleId, AccountId owner, SubscriptionId subscription,
            long units,
            long consumed) {}

    /** Of about 1,000 octets a record; a package covers 50 to 130 % of what its owner used. */
    static EndedMonth seed(Database database, int records) throws SQLException {
        var end = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(1));
        var cycle = new Interval(end.minus(Duration.ofDays(30)), end);
        int each = records / PACKAGES;
        try (var connection = database.connect(); var statement = connection.createStatement()) {
            statement.execute("set time zone 'UTC'");
            statement.execute("""
                              create temp table pack as select k, md5('account' || %1$d || k)::uuid as account_id,
                                  md5('subscription' || %1$d || k)::uuid as subscription_id,
                                  md5('package' || %1$d || k)::uuid as package_id,
                                  md5('cycle' || %1$d || k)::uuid as provider_account_id,
                                  cast(%1$d * (500 + abs(hashint4(k)) %% 800) as bigint) as units
                              from generate_series(0, %2$d) k""".formatted(each, PACKAGES - 1));
            statement.execute(
                    """
                    create temp table draw as
                    select d.*, p.account_id, p.subscription_id, p.provider_account_id,
                        greatest(0, least(d.used, p.units - (d.until_then - d.used))) as own
                    from (select k, j, md5(%1$d || '/' || k || '/' || j)::uuid as record_id, used,
                            timestamptz '%2$s' + j * interval '%3$d milliseconds' as occurred_at,
                            sum(used) over (partition by k order by j) as until_then
                        from (select k, j, 1 + abs(hashint4(k * 1000003 + j)) %% 2000 as used
                            from generate_series(0, %4$d) k, generate_series(1, %1$d) j) as one) d
                    join pack p using (k)"""
                            .formatted(each, cycle.from(), Duration.ofDays(30).toMillis() / (each + 1), PACKAGES - 1));
            statement.execute("""
                              insert into use_record (record_id, occurred_at, subscription_id, account_id,
                                  payer_subscription_id, charging_data_ref, rating_group, unit, metered, allocated,
                                  overage, uncovered, recorded_at, estimated)
                              select record_id, occurred_at, subscription_id, account_id, subscription_id, 'bench', 10,
                                  'OCTET', used, own, used - own, 0, occurred_at, false from draw""");
            statement.execute("""
                              insert into use_allocation (record_id, occurred_at, provider_account_id, units)
                              select record_id, occurred_at, provider_account_id, own from draw where own > 0""");
            statement.execute("""
                              insert into usage_package (package_id, account_id, name, unit, units, rating_groups,
                                  valid_from, valid_to, renewal, cycle_day, time_zone, purchased_at, version)
                              select package_id, account_id, 'bench', 'OCTET', units, '{}', timestamptz '%1$s',
                                  timestamptz '%2$s', 'ONCE', 1, 'UTC', timestamptz '%1$s', 1 from pack"""
                    .formatted(cycle.from(), cycle.to()));
            statement.execute("""
                              insert into sharing_policy (package_id, version, scope, group_priority, owner_first,
                                  owner_reserve, place, effective_from, written_at, in_force_from)
                              select package_id, 1, 'LIST', 0, false, 0, 100, timestamptz '%1$s', timestamptz '%1$s',
                                  timestamptz '%1$s' from pack""".formatted(cycle.from()));
            for (var lender : LENDERS) {
                var member = "from pack p join pack m on m.k = (p.k + %d) %% %d".formatted(lender, PACKAGES);
                statement.execute("insert into sharing_policy_member select p.package_id, 1, m.account_id, null, 0 "
                        + member);
                statement.execute("insert into policy_acceptance select p.package_id, 1, m.account_id, 0, timestamptz '"
                        + cycle.from() + "', null " + member);
            }
            var packs = new ArrayList<Pack>();
            try (var row = statement
                    .executeQuery("""
                                  select p.*, (select coalesce(sum(own), 0) from draw where draw.k = p.k)
                                      as consumed from pack p order by k""")) {
                while (row.next()) {
                    packs.add(new Pack(new PackageId(row.getObject("package_id", UUID.class)),
                            new ProviderAccountId(row.getObject("provider_account_id", UUID.class)),
                            new AccountId(row.getObject("account_id", UUID.class)),
                            new SubscriptionId(row.getObject("subscription_id", UUID.class)), row.getLong("units"),
                            row.getLong("consumed")));
                }
            }
            var month = new EndedMonth(cycle, each * PACKAGES, List.copyOf(packs));
            try (var insert = connection
                    .prepareStatement("""
                                      insert into package_cycle (provider_account_id, package_id,
                                          cycle_from, cycle_to, version, announced)
                                      values (?, ?, cast(? as timestamptz), cast(? as timestamptz), 1,
                                          cast(? as jsonb))""")) {
                for (int k = 0; k < PACKAGES; k++) {
                    insert.setObject(1, packs.get(k).cycleId.value());
                    insert.setObject(2, packs.get(k).id.value());
                    insert.setString(3, cycle.from().toString());
                    insert.setString(4, String.valueOf(cycle.to()));
                    insert.setString(5, EventJson.write(month.announced(k)));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            statement.execute("drop table draw");
            statement.execute("drop table pack");
            statement.execute("vacuum analyze");
            return month;
        }
    }

    AccountId anybody() {
        return packs.getFirst().owner;
    }

    int records() {
        return records;
    }

    /** What charging would say of the accounts, in messages that a broker takes. */
    List<ClosePrepared> prepared(CloseRequested asked) {
        var at = Instant.now().truncatedTo(ChronoUnit.MICROS);
        int parts = (PACKAGES + ACCOUNTS_IN_A_PART - 1) / ACCOUNTS_IN_A_PART;
        var prepared = new ArrayList<ClosePrepared>();
        for (int part = 0; part < parts; part++) {
            var accounts = new ArrayList<CloseAccount>();
            for (int k = part * ACCOUNTS_IN_A_PART; k < Math.min(PACKAGES, (part + 1) * ACCOUNTS_IN_A_PART); k++)
                accounts.add(account(k));
            prepared.add(new ClosePrepared(asked.runId(), asked.round(), asked.groupId(), part + 1, parts, accounts,
                    records, at));
        }
        return prepared;
    }

    private CloseAccount account(int k) {
        var pack = packs.get(k);
        return new CloseAccount(pack.cycleId, pack.owner, pack.id, UnitType.OCTET, List.of(), cycle, true,
                Units.of(pack.units - pack.consumed), Units.of(pack.consumed),
                Stream.concat(Stream.of(pack), borrowers(k))
                        .map(it -> new CloseConsumer(it.subscription, it.owner, null, null)).toList());
    }

    private PackageActivated announced(int k) {
        var pack = packs.get(k);
        return new PackageActivated(pack.id, pack.cycleId, 1, pack.owner, "bench", UnitType.OCTET, List.of(),
                Units.of(pack.units), cycle, Units.ZERO, null, null,
                borrowers(k).map(it -> new PackageMember(it.owner, null)).toList());
    }

    private Stream<Pack> borrowers(int k) {
        return LENDERS.stream().map(lender -> packs.get((k + lender) % PACKAGES));
    }
}
