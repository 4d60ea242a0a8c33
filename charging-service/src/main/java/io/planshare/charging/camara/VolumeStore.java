package io.planshare.charging.camara;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.cap.CapCounter;
import io.planshare.charging.cap.Caps;
import io.planshare.charging.cap.GroupCaps;
import io.planshare.charging.cap.GroupCounter;
import io.planshare.charging.cap.GroupedCard;
import io.planshare.charging.ledger.ConsumerAccount;
import io.planshare.charging.ledger.Draw;
import io.planshare.charging.ledger.ProviderAccount;
import io.planshare.charging.sharing.Rows;
import io.planshare.model.CapLimit;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.texts;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Reads accounts, caps and what is held; locks and changes nothing. */
@Repository
class VolumeStore {

    private final JdbcClient jdbc;

    VolumeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Somebody's place in an account. */
    record Share(ProviderAccount account, ConsumerAccount consumer) {}

    /** Those that are valid then, whatever they pay for. */
    List<Share> shares(Draw draw) {
        var consumers = jdbc.sql("select * from consumer_in_force where subscription_id = :payer")
                .param("payer", draw.subscriptionId().value()).query((row, _) -> Rows.consumer(row)).list().stream()
                .collect(toMap(ConsumerAccount::providerAccountId, identity()));
        return jdbc.sql("""
                        select * from provider_account where provider_account_id = any(cast(:ids as uuid[]))
                        and unit = :unit and valid_from <= cast(:at as timestamptz)
                        and (valid_to is null or valid_to > cast(:at as timestamptz))""")
                .param("ids", texts(consumers.keySet())).param("unit", draw.unit().name())
                .param("at", draw.at().toString()).query((row, _) -> Rows.account(row)).list().stream()
                .flatMap(account -> Stream.ofNullable(consumers.get(account.id()))
                        .map(consumer -> new Share(account, consumer)))
                .toList();
    }

    /** What is granted to a card at that payer's cost and not reported yet. */
    Units held(SubscriptionId card, Draw draw) {
        return Units.of(jdbc.sql("""
                                 select coalesce(sum(r.units), 0) from charging_session s join reservation r using (session_id)
                                 where s.subscription_id = :card and s.state = 'OPEN' and r.subscription_id = :payer
                                 and r.unit = :unit""").param("card", card.value())
                .param("payer", draw.subscriptionId().value()).param("unit", draw.unit().name()).query(Long.class)
                .single());
    }

    /** The caps of an enrollment as they stand. */
    Caps caps(EnrolledPayer payer, Draw draw) {
        var fresh = Caps.fresh(payer, draw.at()).collect(toMap(CapCounter::key, identity(), (a, _) -> a));
        jdbc.sql("select * from cap_counter where enrollment_id = :enrollment")
                .param("enrollment", payer.enrollmentId().value())
                .query(row -> {
                    fresh.computeIfPresent(key(row), (key, cap) -> counted(key, cap.limit(), row));
                });
        return new Caps(fresh.values());
    }

    /** The SIM group's counter as it stands. */
    GroupCaps group(GroupedCard card) {
        return new GroupCaps(jdbc.sql("select * from sim_group_counter where sim_group_id = :id")
                .param("id", card.groupId().value())
                .query((row, _) -> new GroupCounter(card.groupId(), row.getTimestamp("counted_from").toInstant(),
                        Units.of(row.getLong("used")), Units.of(row.getLong("reserved"))))
                .optional().map(List::of)
                .orElseGet(() -> List.of(new GroupCounter(card.groupId(), java.time.Instant.EPOCH, Units.ZERO,
                        Units.ZERO))));
    }

    private static CapCounter.Key key(ResultSet row) throws SQLException {
        return new CapCounter.Key(new EnrollmentId(row.getObject("enrollment_id", UUID.class)),
                UnitType.valueOf(row.getString("unit")), CapLimit.Window.valueOf(row.getString("cap_window")),
                row.getTimestamp("window_start").toInstant());
    }

    private static CapCounter counted(CapCounter.Key key, Units limit, ResultSet row) {
        try {
            return new CapCounter(key, limit, Units.of(row.getLong("used")), Units.of(row.getLong("reserved")));
        } catch (SQLException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
