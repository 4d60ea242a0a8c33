package io.planshare.theft.restriction;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.RestrictionId;

import static java.time.ZoneOffset.UTC;

/** The columns sends and next_send_at of the table restriction_order: what waits for answers. */
@Repository
class OverdueStore {

    /** One look takes no more; the rest comes with the next. */
    private static final int BATCH_MAX = 100;

    record Overdue(Restriction restriction, int sends) {}

    private final JdbcClient jdbc;

    OverdueStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What should have been answered by now, locked: no order or lift of these devices commits before the caller. Another
     * instance skips them.
     */
    List<Overdue> lock(Instant now) {
        return jdbc.sql("""
                        SELECT * FROM restriction_order WHERE next_send_at <= :now
                        ORDER BY next_send_at LIMIT :max FOR UPDATE SKIP LOCKED""")
                .param("now", now.atOffset(UTC)).param("max", BATCH_MAX)
                .query((row, number) -> new Overdue(RestrictionStore.restriction(row, number), row.getInt("sends")))
                .list();
    }

    void sentAgain(RestrictionId id, int sends, Instant next) {
        jdbc.sql("UPDATE restriction_order SET sends = :sends, next_send_at = :next WHERE restriction_id = :id")
                .param("id", id.value()).param("sends", sends).param("next", next.atOffset(UTC)).update();
    }

    /** How many have been sent more than once and still lack an answer. */
    long count() {
        return jdbc.sql("SELECT count(*) FROM restriction_order WHERE next_send_at IS NOT NULL AND sends > 1")
                .query(Long.class).single();
    }

    /** Those of the restrictions whose latest version all four have applied wait no more. */
    void settle(List<RestrictionId> touched) {
        jdbc.sql(
                """
                UPDATE restriction_order SET next_send_at = NULL
                WHERE restriction_id = ANY (:ids::uuid[]) AND next_send_at IS NOT NULL
                  AND (SELECT count(*) FROM restriction_ack ack
                       WHERE ack.restriction_id = restriction_order.restriction_id AND ack.version = restriction_order.version
                         AND ack.applied) = :services""")
                .param("ids", touched.stream().map(RestrictionId::value).toArray(UUID[]::new))
                .param("services", EnforcingService.values().length).update();
    }
}
