package io.planshare.kit.thing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.model.Id;

/** The script of the test service. */
@Service
class Things {

    record Thing(UUID id, String name, long octets, long version) {}

    private final JdbcClient jdbc;
    private final AtomicInteger runs = new AtomicInteger();

    Things(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How often something was created, whether or not it was kept. */
    int runs() {
        return runs.get();
    }

    @Transactional
    Thing create(String name, long octets) {
        runs.incrementAndGet();
        var thing = new Thing(Id.next(), name, octets, 1);
        jdbc.sql("INSERT INTO thing (id, name, octets) VALUES (?, ?, ?)").params(thing.id(), name, octets).update();
        return thing;
    }

    /** Writes, then fails by an exception that passes its transaction. */
    @Transactional
    Thing createAndThrow(String name, RuntimeException e) {
        create(name, 1);
        throw e;
    }

    List<Thing> page(@Nullable UUID after, int limit) {
        return jdbc.sql(
                "SELECT id, name, octets, version FROM thing WHERE (?::uuid IS NULL OR id > ?) ORDER BY id LIMIT ?")
                .params(after, after, limit).query(Thing.class).list();
    }

    Optional<Thing> find(UUID id) {
        return jdbc.sql("SELECT id, name, octets, version FROM thing WHERE id = ?").param(id).query(Thing.class)
                .optional();
    }

    long count(String name) {
        return jdbc.sql("SELECT count(*) FROM thing WHERE name = ?").param(name).query(Long.class).single();
    }

    @Transactional
    void rename(UUID id, String name) {
        jdbc.sql("UPDATE thing SET name = ?, version = version + 1 WHERE id = ?").params(name, id).update();
    }

    /** Holds an advisory lock as long as its transaction lasts. */
    @Transactional
    void sleep(double seconds) {
        jdbc.sql("SELECT pg_sleep(?)::text").param(seconds).query(String.class).single();
    }
}
