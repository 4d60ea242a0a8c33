package io.planshare.quota.pack;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.AccountId;
import io.planshare.model.Money;
import io.planshare.model.PackageId;
import io.planshare.model.Units;
import io.planshare.quota.pack.SharingPolicy.Acceptance;
import io.planshare.quota.pack.SharingPolicy.GroupTerms;
import io.planshare.quota.pack.SharingPolicy.Member;
import io.planshare.quota.pack.SharingPolicy.RecallPrice;
import io.planshare.quota.pack.SharingPolicy.Scope;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

/** Rows of sharing policies and of their acceptance. */
@Repository
class PolicyStore {

    private static final String LATEST = " AND version = (SELECT max(version) FROM sharing_policy latest WHERE latest.package_id = p.package_id)";
    private static final String IN_FORCE = " AND in_force_from <= :at::timestamptz AND (in_force_to IS NULL OR in_force_to > :at::timestamptz)";

    private final JdbcClient jdbc;

    PolicyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(SharingPolicy policy, Instant now) {
        var group = policy.group();
        var price = policy.recallPrice();
        jdbc.sql(
                """
                INSERT INTO sharing_policy (package_id, version, scope, group_id, group_cap, group_priority, owner_first,
                    owner_reserve, owner_reserve_until, place, effective_from, recall_minor, recall_currency, recall_units,
                    written_at)
                VALUES (:id, :version, :scope, :group::uuid, :groupCap::bigint, :groupPriority, :ownerFirst, :reserve,
                    :reserveUntil::timestamptz, :place, :effective::timestamptz, :recallMinor::bigint, :recallCurrency,
                    :recallUnits::bigint, :now::timestamptz)""")
                .param("id", policy.packageId().value())
                .param("version", policy.version()).param("scope", policy.scope().name())
                .param("group", group == null ? null : group.groupId().toString())
                .param("groupCap", group == null ? null : count(group.capPerCycle()))
                .param("groupPriority", group == null ? 0 : group.priority()).param("ownerFirst", policy.ownerFirst())
                .param("reserve", policy.ownerReserve().count())
                .param("reserveUntil", PackageStore.text(policy.ownerReserveUntil())).param("place", policy.order())
                .param("effective", policy.effectiveFrom().toString())
                .param("recallMinor", price == null ? null : price.amount().amountMinor())
                .param("recallCurrency", price == null ? null : price.amount().currency())
                .param("recallUnits", price == null ? null : price.units().count()).param("now", now.toString())
                .update();
        jdbc.sql("""
                 INSERT INTO sharing_policy_member (package_id, version, account_id, cap, priority)
                 SELECT :id, :version, * FROM unnest(:accounts::uuid[], :caps::bigint[], :priorities::int[])""")
                .param("id", policy.packageId().value()).param("version", policy.version())
                .param("accounts", policy.members().stream().map(it -> it.accountId().value()).toArray(UUID[]::new))
                .param("caps", policy.members().stream().map(it -> count(it.capPerCycle())).toArray(Long[]::new))
                .param("priorities", policy.members().stream().map(Member::priority).toArray(Integer[]::new)).update();
    }

    /** What the owner offers, whether in force or not. */
    Map<PackageId, SharingPolicy> latest(Collection<PackageId> ids) {
        return policies(ids, LATEST, null);
    }

    Optional<SharingPolicy> latest(PackageId id) {
        return Optional.ofNullable(latest(List.of(id)).get(id));
    }

    Map<PackageId, SharingPolicy> inForce(Collection<PackageId> ids, Instant at) {
        return policies(ids, IN_FORCE, at);
    }

    /** From then on this version binds, and the one before no more. */
    void putInForce(PackageId id, long version, Instant at) {
        jdbc.sql(
                """
                UPDATE sharing_policy SET in_force_to = :at::timestamptz
                WHERE package_id = :id AND version <> :version AND in_force_from IS NOT NULL AND in_force_to IS NULL""")
                .param("at", at.toString()).param("id", id.value()).param("version", version).update();
        jdbc.sql("""
                 UPDATE sharing_policy SET in_force_from = :at::timestamptz
                 WHERE package_id = :id AND version = :version AND in_force_from IS NULL""")
                .param("at", at.toString()).param("id", id.value()).param("version", version).update();
    }

    void accept(PackageId id, long version, Acceptance acceptance) {
        jdbc.sql(
                """
                INSERT INTO policy_acceptance (package_id, version, account_id, recall_cap_minor, accepted_at)
                VALUES (:id, :version, :account, :cap, :at::timestamptz)
                ON CONFLICT (package_id, version, account_id) DO UPDATE SET recall_cap_minor = excluded.recall_cap_minor,
                    accepted_at = excluded.accepted_at, left_at = NULL""")
                .param("id", id.value())
                .param("version", version).param("account", acceptance.accountId().value())
                .param("cap", acceptance.recallCapMinor()).param("at", acceptance.acceptedAt().toString()).update();
    }

    /** False if it was no member. */
    boolean leave(PackageId id, AccountId account, Instant at) {
        return jdbc.sql("""
                        UPDATE policy_acceptance SET left_at = :at::timestamptz
                        WHERE package_id = :id AND account_id = :account AND left_at IS NULL""")
                .param("at", at.toString()).param("id", id.value()).param("account", account.value()).update() > 0;
    }

    /** Who accepted the given version of each package and has not left, by package and account. */
    Map<PackageId, Map<AccountId, Acceptance>> accepted(Collection<SharingPolicy> policies) {
        var found = new HashMap<PackageId, Map<AccountId, Acceptance>>();
        jdbc.sql(
                """
                SELECT a.* FROM policy_acceptance a
                JOIN unnest(:ids::uuid[], :versions::bigint[]) AS wanted (package_id, version) USING (package_id, version)
                WHERE left_at IS NULL""")
                .param("ids", policies.stream().map(it -> it.packageId().value()).toArray(UUID[]::new))
                .param("versions", policies.stream().map(SharingPolicy::version).toArray(Long[]::new))
                .query(row -> {
                    var account = new AccountId(row.getObject("account_id", UUID.class));
                    found.computeIfAbsent(new PackageId(row.getObject("package_id", UUID.class)), _ -> new HashMap<>())
                            .put(account, new Acceptance(account, row.getLong("recall_cap_minor"),
                                    PackageStore.at(row, "accepted_at")));
                });
        return found;
    }

    private Map<PackageId, SharingPolicy> policies(Collection<PackageId> ids, String which, @Nullable Instant at) {
        var uuids = ids.stream().map(PackageId::value).toArray(UUID[]::new);
        var members = jdbc
                .sql("SELECT m.* FROM sharing_policy_member m JOIN sharing_policy p USING (package_id, version)"
                        + " WHERE package_id = ANY (:ids)" + which + " ORDER BY m.account_id")
                .param("ids", uuids).param("at", PackageStore.text(at))
                .query((row, _) -> Map.entry(row.getObject("package_id", UUID.class), member(row))).list().stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
        var found = new HashMap<PackageId, SharingPolicy>();
        jdbc.sql("SELECT p.* FROM sharing_policy p WHERE package_id = ANY (:ids)" + which).param("ids", uuids)
                .param("at", PackageStore.text(at)).query(row -> {
                    var policy = policy(row, members.getOrDefault(row.getObject("package_id", UUID.class), List.of()));
                    found.put(policy.packageId(), policy);
                });
        return found;
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(new AccountId(row.getObject("account_id", UUID.class)),
                units(row.getObject("cap", Long.class)), row.getInt("priority"));
    }

    private static SharingPolicy policy(ResultSet row, List<Member> members) throws SQLException {
        var group = row.getObject("group_id", UUID.class);
        var minor = row.getObject("recall_minor", Long.class);
        return new SharingPolicy(new PackageId(row.getObject("package_id", UUID.class)), row.getLong("version"),
                Scope.valueOf(row.getString("scope")), members,
                group == null
                        ? null
                        : new GroupTerms(group, units(row.getObject("group_cap", Long.class)),
                                row.getInt("group_priority")),
                row.getBoolean("owner_first"), Units.of(row.getLong("owner_reserve")),
                PackageStore.instant(row, "owner_reserve_until"), row.getInt("place"),
                PackageStore.at(row, "effective_from"),
                minor == null
                        ? null
                        : new RecallPrice(new Money(minor, row.getString("recall_currency")),
                                Units.of(row.getLong("recall_units"))));
    }

    private static @Nullable Long count(@Nullable Units units) {
        return units == null ? null : units.count();
    }

    private static @Nullable Units units(@Nullable Long count) {
        return count == null ? null : Units.of(count);
    }
}
