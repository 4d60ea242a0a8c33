package io.planshare.platform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Where databases are made, and what is to be closed with it. */
record DatabaseServer(Platform.Origin origin, String address, String options, String adminUser, String adminPassword,
        AutoCloseable server) {

    String jdbcUrl(String database) {
        return "jdbc:postgresql://" + address + "/" + database + options;
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), adminUser, adminPassword);
    }
}
