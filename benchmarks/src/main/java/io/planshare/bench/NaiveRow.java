package io.planshare.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What everybody builds first: each update its own transaction on the pool's row (select for update, three updates, an
 * insert), by pgbench, 16 clients, the same PostgreSQL.
 */
final class NaiveRow {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final String SETUP = """
                                        create table naive_pool (id int primary key, reserved bigint not null, consumed bigint not null);
                                        create table naive_member (id int primary key, reserved bigint not null, consumed bigint not null);
                                        create table naive_session (id int primary key, sequence bigint not null);
                                        create table naive_record (id bigint generated always as identity primary key, member int, units bigint, at timestamptz);
                                        insert into naive_pool values (1, 0, 0);
                                        insert into naive_member select n, 0, 0 from generate_series(1, 1000) n;
                                        insert into naive_session select n, 0 from generate_series(1, 1000) n;
                                        """;
    private static final String TRANSACTION = """
                                              \\set m random(1, 1000)
                                              begin;
                                              select reserved, consumed from naive_pool where id = 1 for update;
                                              update naive_pool set consumed = consumed + 900000, reserved = reserved + 100000 where id = 1;
                                              update naive_member set consumed = consumed + 900000, reserved = reserved + 100000 where id = :m;
                                              update naive_session set sequence = sequence + 1 where id = :m;
                                              insert into naive_record (member, units, at) values (:m, 900000, now());
                                              commit;
                                              """;

    private NaiveRow() {}

    /** Transactions a second; empty where there is no pgbench. */
    static Optional<Double> perSecond(Database database, Duration lasting)
            throws IOException, SQLException, InterruptedException {
        var pgbench = program();
        if (pgbench.isEmpty()) return Optional.empty();
        try (var connection = database.connect(); var statement = connection.createStatement()) {
            statement.execute(SETUP);
        }
        var script = Files.createTempFile("naive", ".sql");
        Files.writeString(script, TRANSACTION);
        var target = URI.create(database.url().substring("jdbc:".length()));
        var builder = new ProcessBuilder(pgbench.get().toString(), "-n", "-M", "prepared", "-c", "16", "-j", "2", "-T",
                Long.toString(lasting.toSeconds()), "-f", script.toString(), "-h", target.getHost(), "-p",
                Integer.toString(target.getPort()), "-U", database.user(), target.getPath().substring(1))
                .redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", database.password());
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        var rate = RATE.matcher(said);
        if (!rate.find()) throw new IOException("pgbench failed: " + said);
        return Optional.of(Double.valueOf(rate.group(1)));
    }

    private static Optional<Path> program() throws IOException {
        try (var debian = Files.exists(Path.of("/usr/lib/postgresql"))
                ? Files.list(Path.of("/usr/lib/postgresql")).map(version -> version.resolve("bin/pgbench"))
                : Stream.<Path>empty()) {
            return Stream.concat(Stream.of(Path.of("/usr/bin/pgbench"), Path.of("/usr/local/bin/pgbench")), debian)
                    .filter(Files::isExecutable).findFirst();
        }
    }
}
