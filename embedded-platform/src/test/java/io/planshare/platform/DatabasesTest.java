package io.planshare.platform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DatabasesTest {
    private final Platform platform = Platform.shared();

    @Test
    void the_app_role_works_on_what_it_was_granted_and_creates_nothing() throws Exception {
        var access = platform.freshDatabase("roles");
        try (var owner = owner(access); var app = app(access)) {
            owner.createStatement().execute("CREATE TABLE account (id int)");
            owner.createStatement().execute("GRANT SELECT, INSERT ON account TO " + access.appUser());
            app.createStatement().execute("INSERT INTO account VALUES (1)");
            for (String forbidden : List.of("CREATE TABLE mine (id int)", "CREATE TEMP TABLE mine (id int)",
                    "CREATE SCHEMA mine",
                    "DROP TABLE account", "UPDATE account SET id = 2", "CREATE DATABASE mine",
                    "SET ROLE " + access.ownerUser())) {
                assertThatExceptionOfType(SQLException.class).as(forbidden)
                        .isThrownBy(() -> app.createStatement().execute(forbidden))
                        .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("42501"));
            }
        }
    }

    @Test
    void a_second_call_keeps_the_rows_and_takes_the_new_passwords() throws Exception {
        String name = "again_" + Databases.randomPassword().substring(0, 8);
        var first = Databases.create(platform, name, "owner's", "app's");
        try (var owner = owner(first)) {
            owner.createStatement().execute("CREATE TABLE fact AS SELECT 'kept' AS said");
        }
        var second = Databases.create(platform, name, "owner's", "changed");
        assertThat(second.url()).isEqualTo(first.url()).isEqualTo(platform.jdbcUrl(name));
        try (var owner = owner(second); var app = app(second)) {
            assertThat(Sql.texts(owner, "SELECT said FROM fact")).containsExactly("kept");
            assertThat(Sql.texts(app, "SELECT current_user")).containsExactly(name + "_app");
        }
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> app(first))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        assertThat(second.toString()).contains(name).doesNotContain("changed", "owner's");
    }

    @Test
    void fresh_databases_are_distinct_and_closed_to_each_other() throws Exception {
        var one = platform.freshDatabase("fresh");
        var other = platform.freshDatabase("fresh");
        assertThat(one.url()).isNotEqualTo(other.url());
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(other.url(), one.ownerUser(), one.ownerPassword()))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    @Test
    void a_migration_may_use_the_extensions_we_count_on_and_text_sorts_by_code_point() throws Exception {
        try (var owner = owner(platform.freshDatabase("extensions"))) {
            for (String extension : List.of("btree_gist", "pgcrypto", "pg_trgm")) {
                owner.createStatement().execute("CREATE EXTENSION " + extension);
            }
            assertThat(Sql.texts(owner, "SELECT t FROM unnest(ARRAY['b', 'Z', 'ä', 'a']) AS t ORDER BY t"))
                    .containsExactly("Z", "a", "b", "ä");
            assertThat(Sql.texts(owner, "SELECT upper('ä')")).containsExactly("Ä");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Quota", "9lives", "sim-allocation", "x;drop", "a\"b"})
    void a_name_that_would_need_quotes_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Databases.create(platform, name, "a", "b"))
                .withMessageContaining(name);
    }

    private static Connection owner(DatabaseAccess access) throws SQLException {
        return DriverManager.getConnection(access.url(), access.ownerUser(), access.ownerPassword());
    }

    private static Connection app(DatabaseAccess access) throws SQLException {
        return DriverManager.getConnection(access.url(), access.appUser(), access.appPassword());
    }
}
