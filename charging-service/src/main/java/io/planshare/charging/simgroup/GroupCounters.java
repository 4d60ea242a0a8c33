package io.planshare.charging.simgroup;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.cap.GroupCounter;
import io.planshare.model.SimGroupId;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;

/** The counters of SIM groups: locked by id, and begun where a group has none yet. */
@Service
public class GroupCounters {

    private final JdbcClient jdbc;

    GroupCounters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public List<GroupCounter> lock(Set<SimGroupId> groups) {
        if (groups.isEmpty()) return List.of();
        jdbc.sql("""
                 insert into sim_group_counter (sim_group_id, counted_from, used, reserved)
                 select id, cast(:epoch as timestamptz), 0, 0 from unnest(cast(:ids as uuid[])) id order by id
                 on conflict do nothing""").param("ids", texts(groups)).param("epoch", Instant.EPOCH.toString())
                .update();
        return jdbc.sql("""
                        select * from sim_group_counter where sim_group_id = any(cast(:ids as uuid[]))
                        order by sim_group_id for update""").param("ids", texts(groups))
                .query((row, _) -> new GroupCounter(new SimGroupId(row.getObject("sim_group_id", UUID.class)),
                        row.getTimestamp("counted_from").toInstant(), Units.of(row.getLong("used")),
                        Units.of(row.getLong("reserved"))))
                .list();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void save(List<GroupCounter> counters) {
        if (counters.isEmpty()) return;
        jdbc.sql("""
                 update sim_group_counter c set counted_from = changed.counted_from, used = changed.used,
                     reserved = changed.reserved
                 from unnest(cast(:ids as uuid[]), cast(:froms as timestamptz[]), cast(:used as bigint[]),
                     cast(:reserved as bigint[])) as changed (sim_group_id, counted_from, used, reserved)
                 where c.sim_group_id = changed.sim_group_id""").param("ids", texts(counters, GroupCounter::groupId))
                .param("froms", texts(counters, GroupCounter::countedFrom))
                .param("used", longs(counters, c -> c.used().count()))
                .param("reserved", longs(counters, c -> c.reserved().count())).update();
    }
}
