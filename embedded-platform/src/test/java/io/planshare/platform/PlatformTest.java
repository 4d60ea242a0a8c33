package io.planshare.platform;

import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PlatformTest {
    private final Platform platform = Platform.shared();

    @Test
    void the_app_role_works_on_what_it_was_granted_and_creates_nothing() throws Exception {
        var access = platform.freshDatabase("roles");
        try (var owner = DriverManager.getConnection(access.url(), access.ownerUser(), access.ownerPassword());
                var app = DriverManager.getConnection(access.url(), access.appUser(), access.appPassword())) {
            owner.createStatement().execute("CREATE TABLE account (id int)");
            owner.createStatement().execute("GRANT SELECT, INSERT ON account TO " + access.appUser());
            app.createStatement().execute("INSERT INTO account VALUES (1)");
            for (String forbidden : new String[]{"CREATE TABLE mine (id int)", "CREATE TEMP TABLE mine (id int)",
                    "CREATE SCHEMA mine", "DROP TABLE account", "UPDATE account SET id = 2"}) {
                assertThatExceptionOfType(SQLException.class).as(forbidden)
                        .isThrownBy(() -> app.createStatement().execute(forbidden))
                        .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("42501"));
            }
        }
    }
}
