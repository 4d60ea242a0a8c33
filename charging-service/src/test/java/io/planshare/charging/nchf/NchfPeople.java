package io.planshare.charging.nchf;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.model.Id;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imsi;
import io.planshare.model.UnitType;

/** Subscribers as charging knows them, each with accounts of his own. */
final class NchfPeople {

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime() % 1_000_000_000L);

    private final JdbcClient jdbc;
    private final IdentifierKeys keys;

    NchfPeople(JdbcClient jdbc, IdentifierKeys keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /** The SUPI of somebody whose one account holds so many octets. */
    String with(long octets) {
        return with(UnitType.OCTET, octets);
    }

    /** The SUPI of somebody whose one account holds so many units. */
    String with(UnitType unit, long units) {
        var supi = new Imsi(String.format("00101%010d", NUMBERS.incrementAndGet()));
        jdbc.sql("insert into subscription values (:id, 1, :account, :plan, 'ACTIVE', :supi, null, null, 0)")
                .param("id", Id.next()).param("account", Id.next()).param("plan", UUID.randomUUID())
                .param("supi", keys.of(supi).value()).update();
        account(supi.supi(), unit, units);
        return supi.supi();
    }

    /** One more account of his. */
    UUID account(String supi, UnitType unit, long units) {
        var account = Id.next();
        jdbc.sql(
                """
                insert into provider_account (provider_account_id, account_id, name, unit, rating_groups, valid_from, status,
                    owner_reserve, audience, granted, reserved, consumed, expired, withdrawn, version, created_at)
                select :id, account_id, 'test', :unit, '{}', '2020-01-01', 'ACTIVE', 0, 1, :units, 0, 0, 0, 0, 1, now()
                from subscription where supi_hmac = :supi""")
                .param("id", account).param("unit", unit.name())
                .param("units", units).param("supi", hmac(supi)).update();
        jdbc.sql(
                "insert into ledger_entry (provider_account_id, kind, units, recorded_at) values (:id, 'GRANT', :units, now())")
                .param("id", account).param("units", units).update();
        jdbc.sql(
                "insert into consumer_account select :id, subscription_id, null, 0, 0, 1 from subscription where supi_hmac = :supi")
                .param("id", account).param("supi", hmac(supi)).update();
        return account;
    }

    /** What all his accounts of that unit have consumed and hold reserved, as {@code 3+0}. */
    String spent(String supi, UnitType unit) {
        return jdbc.sql("""
                        select sum(c.consumed) || '+' || sum(c.reserved) from consumer_account c
                        join provider_account using (provider_account_id) join subscription using (subscription_id)
                        where supi_hmac = :supi and unit = :unit""").param("supi", hmac(supi))
                .param("unit", unit.name())
                .query(String.class).single();
    }

    private String hmac(String supi) {
        return keys.of(Imsi.ofSupi(supi)).value();
    }
}
