package io.planshare.charging.sharing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;

/** The table blocked_consumer, and which sessions hold what. */
@Repository
class BlockedStore {

    private final JdbcClient jdbc;

    BlockedStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Answers those that were not blocked before. */
    List<Refusal> add(Collection<Refusal> refusals, Instant now) {
        if (refusals.isEmpty()) return List.of();
        return jdbc
                .sql("""
                     insert into blocked_consumer (subscription_id, anchor_id, session_id, rating_group,
                         provider_account_id, blocked_at)
                     select *, cast(:now as timestamptz) from unnest(cast(:payers as uuid[]), cast(:anchors as uuid[]),
                         cast(:sessions as uuid[]), cast(:groups as bigint[]), cast(:accounts as uuid[]))
                     on conflict do nothing returning *""").param("now", now.toString())
                .param("payers", texts(refusals, Refusal::payer))
                .param("anchors", texts(refusals, r -> r.session().anchorId()))
                .param("sessions", texts(refusals, r -> r.session().sessionId()))
                .param("groups", longs(refusals, Refusal::ratingGroup))
                .param("accounts", texts(refusals, Refusal::providerAccountId)).query((row, _) -> refusal(row)).list();
    }

    void remove(Collection<Refusal> granted) {
        if (granted.isEmpty()) return;
        jdbc.sql("""
                 delete from blocked_consumer b using unnest(cast(:payers as uuid[]), cast(:sessions as uuid[]),
                     cast(:groups as bigint[])) as granted (payer, session_id, rating_group)
                 where b.subscription_id = granted.payer and b.session_id = granted.session_id
                 and b.rating_group = granted.rating_group""").param("payers", texts(granted, Refusal::payer))
                .param("sessions", texts(granted, r -> r.session().sessionId()))
                .param("groups", longs(granted, Refusal::ratingGroup)).update();
    }

    /** Takes those off the list whom this account, as it is now, would grant something; waits for nobody who does so too. */
    List<Refusal> removeServed(ProviderAccountId id, Instant now) {
        return jdbc
                .sql("""
                     delete from blocked_consumer b using (
                         select b.subscription_id, b.session_id, b.rating_group
                         from blocked_consumer b join subscription s using (subscription_id)
                         join consumer_account c on c.provider_account_id = :id and c.subscription_id = b.subscription_id
                         join provider_account a on a.provider_account_id = :id
                         where a.status = 'ACTIVE' and a.valid_from <= cast(:now as timestamptz)
                         and (a.valid_to is null or a.valid_to > cast(:now as timestamptz))
                         and (a.rating_groups = '{}' or b.rating_group = any(a.rating_groups))
                         and not c.paused and c.left_at is null
                         and (c.limit_units is null or c.limit_units > c.consumed + c.reserved)
                         and a.granted - a.reserved - a.consumed - a.expired - a.withdrawn
                             > case when s.account_id = a.account_id then 0 else a.owner_reserve end
                                 + case when c.floor_units > c.consumed + c.reserved then 0 else a.floors_unmet end
                         for update of b skip locked) served
                     where b.subscription_id = served.subscription_id and b.session_id = served.session_id
                     and b.rating_group = served.rating_group
                     returning b.*""")
                .param("id", id.value()).param("now", now.toString()).query((row, _) -> refusal(row)).list();
    }

    /** What these consumers hold of an account, by session and rating group. */
    List<Refusal> holding(ProviderAccountId id, Collection<SubscriptionId> consumers) {
        if (consumers.isEmpty()) return List.of();
        return jdbc.sql("""
                        select * from reservation where provider_account_id = :id and anchor_id is not null
                        and subscription_id = any(cast(:consumers as uuid[]))""").param("id", id.value())
                .param("consumers", texts(consumers)).query((row, _) -> refusal(row)).list();
    }

    /** Whose session ended needs not be told any more. */
    int removeEnded() {
        return jdbc.sql("""
                        delete from blocked_consumer b using charging_session s
                        where s.anchor_id = b.anchor_id and s.session_id = b.session_id and s.state <> 'OPEN'""")
                .update();
    }

    private static Refusal refusal(ResultSet row) throws SQLException {
        var account = row.getObject("provider_account_id", UUID.class);
        return new Refusal(new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                new ChargingDataRef(row.getObject("anchor_id", UUID.class), row.getObject("session_id", UUID.class)),
                row.getLong("rating_group"), account == null ? null : new ProviderAccountId(account));
    }
}
