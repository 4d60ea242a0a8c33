package io.planshare.charging.camara;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.cap.CapCounter;
import io.planshare.charging.cap.Caps;
import io.planshare.charging.cap.GroupCaps;
import io.planshare.charging.cap.GroupCounter;
import io.planshare.charging.ledger.ConsumerAccount;
import io.planshare.charging.ledger.ProviderAccount;
import io.planshare.charging.sharing.Rows;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SimGroupId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.texts;

/** Reads accounts, caps and what is held; locks and changes nothing. */
@Repository
class VolumeStore {

    private final JdbcClient jdbc;

    VolumeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those that have not ended then. */
    List<ProviderAccount> accounts(SubscriptionId payer, Instant at) {
        return jdbc.sql("""
                        select * from provider_account where provider_account_id in (
                            select provider_account_id from consumer_account where subscription_id = :payer)
                        and (valid_to is null or valid_to > cast(:at as timestamptz))""")
                .param("payer", payer.value()).param("at", at.toString()).query((row, _) -> Rows.account(row)).list();
    }

    /** Its places in accounts, with the limits that hold now. */
    List<ConsumerAccount> consumers(SubscriptionId payer) {
        return jdbc.sql("select * from consumer_in_force where subscription_id = :payer")
                .param("payer", payer.value())
                .query((row, _) -> Rows.consumer(row)).list();
    }

    /** What is granted to a card from these accounts and not reported yet: a session that ended holds nothing. */
    Units held(SubscriptionId card, Collection<ProviderAccountId> accounts) {
        return Units.of(
                jdbc.sql("""
                         select coalesce(sum(units), 0) from reservation join charging_session s using (session_id)
                         where s.subscription_id = :card and s.state = 'OPEN'
                         and provider_account_id = any(cast(:accounts as uuid[]))""")
                        .param("card", card.value())
                        .param("accounts", texts(accounts)).query(Long.class).single());
    }

    /** The caps of an enrollment as they stand. */
    Caps caps(EnrolledPayer payer, Instant at) {
        return new Caps(Caps.fresh(payer, at).map(this::counted).toList());
    }

    private CapCounter counted(CapCounter fresh) {
        var key = fresh.key();
        return jdbc.sql("""
                        select used, reserved from cap_counter where enrollment_id = :enrollment and unit = :unit
                        and cap_window = :window and window_start = cast(:start as timestamptz)""")
                .param("enrollment", key.enrollmentId().value()).param("unit", key.unit().name())
                .param("window", key.window().name()).param("start", key.windowStart().toString())
                .query((row, _) -> new CapCounter(key, fresh.limit(), Units.of(row.getLong("used")),
                        Units.of(row.getLong("reserved"))))
                .optional().orElse(fresh);
    }

    /** The SIM group's counter as it stands. */
    GroupCaps group(SimGroupId id) {
        return new GroupCaps(List.of(jdbc.sql("select * from sim_group_counter where sim_group_id = :id")
                .param("id", id.value()).query((row, _) -> new GroupCounter(id,
                        row.getTimestamp("counted_from").toInstant(), Units.of(row.getLong("used")),
                        Units.of(row.getLong("reserved"))))
                .optional().orElseGet(() -> new GroupCounter(id, Instant.EPOCH, Units.ZERO, Units.ZERO))));
    }
}
