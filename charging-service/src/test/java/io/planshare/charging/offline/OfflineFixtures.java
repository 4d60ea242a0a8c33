package io.planshare.charging.offline;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.model.AccountId;
import io.planshare.model.CapLimit;
import io.planshare.model.Capability;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Id;
import io.planshare.model.Interval;
import io.planshare.model.PartyId;
import io.planshare.model.PayerFallback;
import io.planshare.model.PayerMap;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.TrafficMatch;

/** People, devices and accounts as charging knows them, and files as a mediation system sends them. */
public final class OfflineFixtures {

    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final Api api;
    private final JdbcClient jdbc;

    public OfflineFixtures(Api api, JdbcClient jdbc) {
        this.api = api.as("charging:read charging:write").with("Content-Type", OfflineController.NDJSON);
        this.jdbc = jdbc;
    }

    public record Subscriber(SubscriptionId id, AccountId accountId) {}

    public Subscriber subscriber(@Nullable DeviceId device) {
        var subscriber = new Subscriber(SubscriptionId.next(), AccountId.next());
        jdbc.sql("insert into subscription values (:id, 1, :account, :id, 'ACTIVE', :supi, null, :device, :version)")
                .param("id", subscriber.id().value()).param("account", subscriber.accountId().value())
                .param("supi", UUID.randomUUID().toString())
                .param("device", device == null ? null : device.value(), java.sql.Types.OTHER)
                .param("version", device == null ? 0 : 1).update();
        return subscriber;
    }

    /** A device of which these pay for rating group 20 since the given instant. */
    void payerMap(DeviceId device, Instant completeFrom, EnrolledPayer... payers) {
        var map = new PayerMap(device, 1, completeFrom,
                List.of(new Capability("INFOTAINMENT", List.of(TrafficMatch.ofRatingGroup(20)))),
                Arrays.asList(payers), List.of(), PayerFallback.BLOCK);
        jdbc.sql("insert into payer_map values (:id, 1, cast(:map as jsonb))").param("id", device.value())
                .param("map", JsonMapper.shared().writeValueAsString(map)).update();
    }

    static EnrolledPayer enrolled(Subscriber who, Interval active, CapLimit... caps) {
        return new EnrolledPayer(EnrollmentId.next(), PartyId.next(), who.id(), who.accountId(),
                EnrolledPayer.Role.CONSUMER, 1, Set.of("INFOTAINMENT"), EnrolledPayer.Presence.NOT_REQUIRED,
                List.of(active), List.of(caps));
    }

    public ProviderAccountId pool(AccountId owner, long units, Subscriber... members) {
        var id = ProviderAccountId.next();
        jdbc.sql(
                """
                with account as (
                    insert into provider_account (provider_account_id, account_id, name, unit, rating_groups, valid_from,
                        status, owner_reserve, audience, granted, reserved, consumed, expired, withdrawn, version,
                        created_at)
                    values (:id, :owner, 'pool', 'OCTET', '{}', '2020-01-01', 'ACTIVE', 0, :audience, :units, 0, 0, 0, 0,
                        1, now()))
                insert into ledger_entry (provider_account_id, kind, units, recorded_at)
                values (:id, 'GRANT', :units, now())""")
                .param("id", id.value()).param("owner", owner.value())
                .param("audience", members.length).param("units", units).update();
        for (var member : members) {
            jdbc.sql("insert into consumer_account values (:id, :member, null, 0, 0, 1)").param("id", id.value())
                    .param("member", member.id().value()).update();
        }
        return id;
    }

    public long consumed(ProviderAccountId id) {
        return jdbc.sql("select consumed from provider_account where provider_account_id = :id").param("id", id.value())
                .query(Long.class).single();
    }

    public static String record(Subscriber who, long units) {
        return record(Id.next(), who, units);
    }

    public static String record(UUID id, Subscriber who, long units) {
        return "{\"id\": \"%s\", \"subscriptionId\": \"%s\", \"ratingGroup\": 20, \"unit\": \"OCTET\", \"units\": %d, \"occurredAt\": \"%s\"}"
                .formatted(id, who.id(), units, NOON);
    }

    static String onDevice(Subscriber who, DeviceId device, long units, Instant at) {
        return "{\"id\": \"%s\", \"subscriptionId\": \"%s\", \"deviceId\": \"%s\", \"ratingGroup\": 20, \"unit\": \"OCTET\", \"units\": %d, \"occurredAt\": \"%s\"}"
                .formatted(Id.next(), who.id(), device, units, at);
    }

    public Answer send(String... lines) {
        return send(Arrays.stream(lines).collect(Collectors.joining("\n")));
    }

    public Answer send(String body) {
        return api.post("/v1/usage-records?source=mediation-1", body);
    }

    public Api api() {
        return api;
    }
}
