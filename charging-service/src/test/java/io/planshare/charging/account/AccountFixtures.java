package io.planshare.charging.account;

import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.model.SubscriptionId;

/** Accounts as clients open them, and subscriptions as enrollment would have told them. */
final class AccountFixtures {

    private final Api api;
    private final JdbcClient jdbc;

    AccountFixtures(Api api, JdbcClient jdbc) {
        this.api = api.as("charging:read charging:write");
        this.jdbc = jdbc;
    }

    /** With both scopes and no key. */
    Api api() {
        return api;
    }

    SubscriptionId subscription() {
        return subscription(SubscriptionId.next(), "ACTIVE");
    }

    SubscriptionId subscription(SubscriptionId id, String status) {
        jdbc.sql("insert into subscription values (:id, 1, :account, :plan, :status, :supi, null, null, 0)")
                .param("id", id.value()).param("account", UUID.randomUUID()).param("plan", UUID.randomUUID())
                .param("status", status).param("supi", UUID.randomUUID().toString()).update();
        return id;
    }

    /** An account of this many octets; answers its id. */
    String open(long units, SubscriptionId... consumers) {
        var answer = api.freshKey().post("/v1/provider-accounts", body(units, consumers));
        if (answer.status() != 201) throw new AssertionError(answer.raw());
        return answer.body().path("id").asString();
    }

    static String body(long units, SubscriptionId... consumers) {
        var list = Arrays.stream(consumers).map(id -> "{\"subscriptionId\": \"" + id + "\"}")
                .collect(Collectors.joining(","));
        return """
               {"accountId": "%s", "name": "test", "unit": "OCTET", "units": %d,
                "validFrom": "2026-01-01T00:00:00Z", "consumers": [%s]}"""
                .formatted(UUID.randomUUID(), units, list);
    }

    Answer topUp(String account, long units) {
        return api.freshKey().post("/v1/provider-accounts/" + account + "/top-ups", "{\"units\": " + units + "}");
    }

    /** As if a session had used and held units. */
    void use(String account, SubscriptionId consumer, long consumed, long reserved) {
        jdbc.sql(
                "update provider_account set consumed = :used, reserved = :held, version = version + 1 where provider_account_id = :id")
                .param("used", consumed).param("held", reserved).param("id", UUID.fromString(account)).update();
        jdbc.sql("""
                 update consumer_account set consumed = :used, reserved = :held, version = version + 1
                 where provider_account_id = :id and subscription_id = :consumer""").param("used", consumed)
                .param("held", reserved).param("id", UUID.fromString(account)).param("consumer", consumer.value())
                .update();
        jdbc.sql(
                "insert into ledger_entry (provider_account_id, kind, units, recorded_at) values (:id, 'DEBIT', :used, now())")
                .param("id", UUID.fromString(account)).param("used", -consumed).update();
        if (reserved > 0) {
            jdbc.sql("insert into reservation values (:session, 10, :id, :consumer, :consumer, 'OCTET', now(), :held)")
                    .param("session", UUID.randomUUID()).param("id", UUID.fromString(account))
                    .param("consumer", consumer.value()).param("held", reserved).update();
        }
    }

    /** How many rows all these operations left. */
    long rows() {
        return jdbc.sql("""
                        select (select count(*) from provider_account) + (select count(*) from consumer_account)
                            + (select count(*) from ledger_entry) + (select count(*) from overage_consent)""")
                .query(Long.class).single();
    }

    /** Accounts of which the entries do not sum to what the account may still spend or hold. */
    long unbalanced() {
        return jdbc
                .sql("""
                     select count(*) from provider_account a where granted - consumed - expired - withdrawn <> (
                         select sum(units) from ledger_entry e where e.provider_account_id = a.provider_account_id)""")
                .query(Long.class).single();
    }
}
