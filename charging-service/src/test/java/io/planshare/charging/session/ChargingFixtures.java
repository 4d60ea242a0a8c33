package io.planshare.charging.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.session.ChargingOutcome.Answered;
import io.planshare.charging.session.ChargingRequest.Operation;
import io.planshare.charging.session.ChargingRequest.UnitUsage;
import io.planshare.charging.session.ChargingRequest.UsedUnits;
import io.planshare.model.AccountId;
import io.planshare.model.CapLimit;
import io.planshare.model.Capability;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imsi;
import io.planshare.model.Interval;
import io.planshare.model.PartyId;
import io.planshare.model.PayerFallback;
import io.planshare.model.PayerMap;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.TrafficMatch;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** People, devices and accounts as charging knows them, and requests as a network function sends them. */
final class ChargingFixtures {

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime() % 1_000_000_000L);

    private final JdbcClient jdbc;
    private final IdentifierKeys keys;
    private final JsonMapper json;

    ChargingFixtures(JdbcClient jdbc, IdentifierKeys keys, JsonMapper json) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.json = json;
    }

    record Subscriber(SubscriptionId id, AccountId accountId, Imsi supi) {}

    Subscriber subscriber() {
        return subscriber(null);
    }

    /** @param device that holds the card */
    Subscriber subscriber(@Nullable DeviceId device) {
        return subscriber(device, device == null ? 0 : 1);
    }

    Subscriber subscriber(@Nullable DeviceId device, long mapVersion) {
        var supi = new Imsi(String.format("00101%010d", NUMBERS.incrementAndGet()));
        var subscriber = new Subscriber(SubscriptionId.next(), AccountId.next(), supi);
        jdbc.sql("insert into subscription values (:id, 1, :account, :plan, 'ACTIVE', :supi, null, :device, :map)")
                .param("id", subscriber.id().value()).param("account", subscriber.accountId().value())
                .param("plan", UUID.randomUUID()).param("supi", keys.of(supi).value())
                .param("device", device == null ? null : device.value(), java.sql.Types.OTHER).param("map", mapVersion)
                .update();
        return subscriber;
    }

    EnrolledPayer enrolled(Subscriber who, int priority, Interval active, String capability, CapLimit... caps) {
        return new EnrolledPayer(EnrollmentId.next(), PartyId.next(), who.id(), who.accountId(),
                EnrolledPayer.Role.CONSUMER,
                priority, Set.of(capability), EnrolledPayer.Presence.NOT_REQUIRED, List.of(active), List.of(caps));
    }

    /** A device whose rating group 10 is telematics and 20 infotainment. */
    void payerMap(DeviceId device, long version, EnrolledPayer... payers) {
        var map = new PayerMap(device, version, Instant.EPOCH,
                List.of(new Capability("OEM_TELEMATICS", List.of(TrafficMatch.ofRatingGroup(10))),
                        new Capability("INFOTAINMENT", List.of(TrafficMatch.ofRatingGroup(20)))),
                Arrays.asList(payers), List.of(), PayerFallback.BLOCK);
        jdbc.sql(
                "insert into payer_map values (:id, :version, cast(:map as jsonb)) on conflict (device_id) do update set version = :version, map = cast(:map as jsonb)")
                .param("id", device.value()).param("version", version).param("map", json.writeValueAsString(map))
                .update();
    }

    ProviderAccountId account(AccountId owner, long units, Subscriber... members) {
        return account(owner, units, null, members);
    }

    ProviderAccountId account(AccountId owner, long units, @Nullable Long limit, Subscriber... members) {
        var id = ProviderAccountId.next();
        jdbc.sql(
                """
                insert into provider_account (provider_account_id, account_id, name, unit, rating_groups, valid_from, status,
                    owner_reserve, audience, granted, reserved, consumed, expired, withdrawn, version, created_at)
                values (:id, :owner, 'test', 'OCTET', '{}', '2020-01-01', 'ACTIVE', 0, :audience, :units, 0, 0, 0, 0, 1, now())""")
                .param("id", id.value()).param("owner", owner.value()).param("audience", members.length)
                .param("units", units)
                .update();
        jdbc.sql(
                "insert into ledger_entry (provider_account_id, kind, units, recorded_at) values (:id, 'GRANT', :units, now())")
                .param("id", id.value()).param("units", units).update();
        for (var member : members) {
            jdbc.sql("insert into consumer_account values (:id, :member, :limit, 0, 0, 1)").param("id", id.value())
                    .param("member", member.id().value()).param("limit", limit, java.sql.Types.BIGINT).update();
        }
        return id;
    }

    long consumed(ProviderAccountId id) {
        return jdbc.sql("select consumed from provider_account where provider_account_id = :id").param("id", id.value())
                .query(Long.class).single();
    }

    long reserved(ProviderAccountId id) {
        return jdbc.sql("select reserved from provider_account where provider_account_id = :id").param("id", id.value())
                .query(Long.class).single();
    }

    /** Every invariant of design section 3 that a query can tell; empty when all hold. */
    List<String> broken() {
        var broken = new ArrayList<String>();
        check(broken, "a record's parts do not sum",
                """
                select count(*) from usage_record where metered <> covered + overage + uncovered or covered <> coalesce((
                    select sum((a ->> 'units')::bigint) from jsonb_array_elements(allocations) a), 0)""");
        check(broken, "an account differs from its entries",
                """
                select count(*) from provider_account a where granted - consumed - expired - withdrawn <> (
                    select sum(units) from ledger_entry e where e.provider_account_id = a.provider_account_id)""");
        check(broken, "an account's reserved units differ from its reservations",
                """
                select count(*) from provider_account a where reserved <> coalesce((
                    select sum(units) from reservation r where r.provider_account_id = a.provider_account_id), 0)""");
        check(broken, "an account's parts differ from its consumers'",
                """
                select count(*) from provider_account a where (reserved, consumed) <> (
                    select coalesce(sum(c.reserved), 0), coalesce(sum(c.consumed), 0) from consumer_account c
                    where c.provider_account_id = a.provider_account_id)""");
        check(broken, "a consumer is past its limit",
                "select count(*) from consumer_account where consumed + reserved > limit_units");
        check(broken, "a reservation outlives its session",
                """
                select count(*) from reservation join charging_session using (session_id) where state <> 'OPEN'""");
        return broken;
    }

    private void check(List<String> broken, String what, String sql) {
        if (jdbc.sql(sql).query(Long.class).single() > 0) broken.add(what);
    }

    static ChargingRequest create(Subscriber who, UnitUsage... usages) {
        return request(new Operation.Create(who.supi(), null), 0, Instant.now(), usages);
    }

    static ChargingRequest update(ChargingDataRef ref, long sequence, UnitUsage... usages) {
        return request(new Operation.Update(ref), sequence, Instant.now(), usages);
    }

    static ChargingRequest release(ChargingDataRef ref, long sequence, UnitUsage... usages) {
        return request(new Operation.Release(ref), sequence, Instant.now(), usages);
    }

    static ChargingRequest request(Operation operation, long sequence, Instant at, UnitUsage... usages) {
        return new ChargingRequest(operation, "smf", "session-" + NUMBERS.incrementAndGet(), "internet", null, null, at,
                sequence,
                false, UUID.randomUUID().toString(), null, List.of(usages));
    }

    static ChargingRequest repeated(ChargingRequest request, boolean flag, String bodyHash) {
        return new ChargingRequest(request.operation(), request.nfConsumer(), request.chargingId(), request.dnn(),
                request.sNssai(), request.servingNetwork(), request.invocationTimeStamp(), request.sequenceNumber(),
                flag, bodyHash,
                request.notifyUri(), request.usages());
    }

    static UnitUsage wish(long ratingGroup, long units) {
        return new UnitUsage(ratingGroup, UnitType.OCTET, Units.of(units), List.of());
    }

    static UnitUsage used(long ratingGroup, long units, long number) {
        return new UnitUsage(ratingGroup, UnitType.OCTET, null,
                List.of(new UsedUnits(number, null, Units.of(units), null)));
    }

    static UnitUsage usedUntil(Instant at, long ratingGroup, long units) {
        return new UnitUsage(ratingGroup, UnitType.OCTET, null, List.of(new UsedUnits(0, null, Units.of(units), at)));
    }

    static UnitUsage usedAndWish(long ratingGroup, long used, long wish) {
        return new UnitUsage(ratingGroup, UnitType.OCTET, Units.of(wish),
                List.of(new UsedUnits(0, null, Units.of(used), null)));
    }

    static Answered answered(ChargingOutcome outcome) {
        if (outcome instanceof Answered answered) return answered;
        throw new AssertionError("not answered: " + outcome);
    }

    /** Units granted for the first rating group that asked, 0 when it was refused. */
    static long granted(ChargingOutcome outcome) {
        var grant = answered(outcome).units().getFirst().grant();
        return grant == null ? 0 : grant.units().count();
    }
}
