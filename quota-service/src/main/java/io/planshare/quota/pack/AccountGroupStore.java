package io.planshare.quota.pack;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.AccountId;

import static java.util.Comparator.comparing;

/** Rows of account groups. */
@Repository
class AccountGroupStore {

    private final JdbcClient jdbc;

    AccountGroupStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<AccountGroup> find(UUID id) {
        return jdbc.sql("SELECT * FROM account_group WHERE group_id = :id").param("id", id)
                .query((row, _) -> new AccountGroup(id, row.getString("name"), List.copyOf(members(List.of(id))
                        .getOrDefault(id, Set.of())), row.getLong("version")))
                .optional();
    }

    void put(AccountGroup group) {
        jdbc.sql("""
                 INSERT INTO account_group (group_id, name, version) VALUES (:id, :name, :version)
                 ON CONFLICT (group_id) DO UPDATE SET name = excluded.name, version = excluded.version""")
                .param("id", group.id()).param("name", group.name()).param("version", group.version()).update();
        jdbc.sql("DELETE FROM account_group_member WHERE group_id = :id").param("id", group.id()).update();
        jdbc.sql("INSERT INTO account_group_member (group_id, account_id) SELECT :id, unnest(:accounts::uuid[])")
                .param("id", group.id())
                .param("accounts", group.accountIds().stream().map(AccountId::value).toArray(UUID[]::new)).update();
    }

    Map<UUID, Set<AccountId>> members(Collection<UUID> groups) {
        var found = new HashMap<UUID, Set<AccountId>>();
        jdbc.sql("SELECT * FROM account_group_member WHERE group_id = ANY (:ids)")
                .param("ids", groups.toArray(UUID[]::new))
                .query(row -> {
                    found.computeIfAbsent(row.getObject("group_id", UUID.class),
                            _ -> new TreeSet<>(comparing(AccountId::value)))
                            .add(new AccountId(row.getObject("account_id", UUID.class)));
                });
        return found;
    }
}
