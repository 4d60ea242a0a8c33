package io.planshare.charging.charge;

import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ServiceTest(properties = "planshare.charging.fees-every=PT24H")
class ChargeControllerTest {

    @Autowired
    private Api plain;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private RecurringFees fees;
    @Autowired
    private TestClock clock;
    private Api api;
    private UUID account;
    private UUID plan;

    @BeforeEach
    void somebody() {
        clock.reset();
        api = plain.as("charging:read charging:write");
        account = UUID.randomUUID();
        plan = UUID.randomUUID();
        subscription("ACTIVE");
    }

    @Test
    void a_charge_is_given_back_in_parts_and_never_more_than_it_was() {
        var charge = charge(1000);
        var part = refund(charge, "{\"amountMinor\": 400, \"reason\": \"half a day\"}");
        assertThat(part.status()).as(part.raw()).isEqualTo(201);
        assertThat(part.body().path("amountMinor").asLong()).isEqualTo(-400);
        assertThat(part.body().path("corrects").asString()).isEqualTo(charge.toString());
        var more = refund(charge, "{\"amountMinor\": 601, \"reason\": \"x\"}");
        assertThat(more.problem()).isEqualTo("more-than-charged");
        assertThat(more.body().path("leftMinor").asLong()).isEqualTo(600);
        assertThat(refund(charge, "{\"reason\": \"the rest\"}").body().path("amountMinor").asLong()).isEqualTo(-600);
        assertThat(refund(charge, "{\"reason\": \"again\"}").problem()).isEqualTo("more-than-charged");
        assertThat(refund(UUID.fromString(part.body().path("id").asString()), "{\"reason\": \"x\"}").problem())
                .isEqualTo("not-refundable");
        assertThat(refund(UUID.randomUUID(), "{\"reason\": \"x\"}").problem()).isEqualTo("unknown-charge");
        assertThat(sum()).isZero();
        assertThat(outbox("io.planshare.charge.refunded.v1")).isEqualTo(2);
    }

    @Test
    void a_refund_needs_a_key_and_happens_once_under_it() {
        var charge = charge(1000);
        var path = "/v1/charges/" + charge + "/refunds";
        assertThat(api.post(path, "{\"amountMinor\": 400, \"reason\": \"x\"}").status()).isEqualTo(400);
        var keyed = api.key("refund-" + charge);
        var first = keyed.post(path, "{\"amountMinor\": 400, \"reason\": \"x\"}");
        assertThat(keyed.post(path, "{\"amountMinor\": 400, \"reason\": \"x\"}").body()).isEqualTo(first.body());
        assertThat(sum()).isEqualTo(600);
    }

    @Test
    void refunds_at_the_same_time_give_no_more_back_than_was_charged() throws Exception {
        var charge = charge(1000);
        try (var clients = Executors.newFixedThreadPool(8)) {
            clients.invokeAll(IntStream.range(0, 16).<java.util.concurrent.Callable<Answer>>mapToObj(
                    _ -> () -> refund(charge, "{\"amountMinor\": 150, \"reason\": \"x\"}")).toList());
        }
        assertThat(sum()).isEqualTo(100);
    }

    @Test
    void an_account_is_adjusted_up_and_down_and_shows_it_newest_first() {
        var charge = charge(1000);
        var credit = adjust("{\"amountMinor\": -250, \"currency\": \"EUR\", \"reason\": \"goodwill\", \"chargeId\": \""
                + charge + "\"}");
        assertThat(credit.status()).as(credit.raw()).isEqualTo(201);
        assertThat(adjust("{\"amountMinor\": 30, \"currency\": \"EUR\", \"reason\": \"forgotten\"}").status())
                .isEqualTo(201);
        var page = api.get("/v1/charges?accountId=" + account + "&limit=2").body();
        assertThat(page.path("items").size()).isEqualTo(2);
        assertThat(page.path("items").path(0).path("amountMinor").asLong()).isEqualTo(30);
        var rest = api.get("/v1/charges?accountId=" + account + "&limit=2&after=" + page.path("next").asString());
        assertThat(rest.body().path("items").size()).isEqualTo(1);
        assertThat(api.get("/v1/charges?accountId=" + account + "&from=2090-01-01T00:00:00Z").body().path("items")
                .isEmpty()).isTrue();
        assertThat(api.get("/v1/charges/" + charge).body().path("amountMinor").asLong()).isEqualTo(1000);
        assertThat(outbox("io.planshare.charge.adjusted.v1")).isEqualTo(2);
    }

    @Test
    void an_adjustment_fits_its_charge_and_its_account() {
        var charge = charge(1000);
        assertThat(adjust("{\"amountMinor\": 1, \"currency\": \"USD\", \"reason\": \"x\", \"chargeId\": \"" + charge
                + "\"}").problem()).isEqualTo("another-currency");
        assertThat(adjust("{\"amountMinor\": 1, \"currency\": \"EUR\", \"reason\": \"x\", \"chargeId\": \""
                + UUID.randomUUID() + "\"}").problem()).isEqualTo("unknown-charge");
        account = UUID.randomUUID();
        var unknown = adjust("{\"amountMinor\": 1, \"currency\": \"EUR\", \"reason\": \"x\"}");
        assertThat(unknown.problem()).isEqualTo("unknown-account");
        assertThat(unknown.status()).isEqualTo(400);
        subscription("ACTIVE");
        assertThat(adjust("{\"amountMinor\": 1, \"currency\": \"EUR\", \"reason\": \"x\", \"chargeId\": \"" + charge
                + "\"}").problem()).isEqualTo("another-account");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {"\"amountMinor\": 0|/amountMinor", "\"amountMinor\": null|/amountMinor",
            "\"amountMinor\": -9223372036854775808|/amountMinor", "\"currency\": \"XYZ\"|/currency",
            "\"reason\": \" \"|/reason", "\"reason\": null|/reason", "\"chargeId\": \"1\"|/chargeId", "\"x\": 1|/x"})
    void bad_input_names_its_member(String member, String pointer) {
        var name = member.substring(0, member.indexOf(':'));
        var others = List.of("\"amountMinor\": 5", "\"currency\": \"EUR\"", "\"reason\": \"x\"").stream()
                .filter(other -> !other.startsWith(name)).toList();
        var answer = adjust("{" + member + ", " + String.join(", ", others) + "}");
        assertThat(answer.status()).as(answer.raw()).isEqualTo(400);
        assertThat(answer.pointer()).as(answer.raw()).isEqualTo(pointer);
        assertThat(sum()).isZero();
    }

    @Test
    void nobody_edits_a_charge() {
        var charge = charge(1000);
        assertThatThrownBy(() -> jdbc.sql("update charge set amount_minor = 1 where charge_id = :id")
                .param("id", charge).update()).isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.sql("delete from charge where charge_id = :id").param("id", charge).update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void a_fee_is_charged_once_a_cycle_however_often_the_job_runs() {
        IntStream.range(0, 1_200).forEach(_ -> subscription("ACTIVE"));
        subscription("SUSPENDED");
        plan(31, "Europe/Berlin", "2026-01-30T23:00:00Z");
        clock.stopAt(Instant.parse("2026-01-30T22:59:59Z"));
        fees.charge();
        assertThat(charges()).isZero();
        clock.stopAt(Instant.parse("2026-01-30T23:00:00Z"));
        fees.charge();
        fees.charge();
        assertThat(charges()).isEqualTo(1_201);
        clock.stopAt(Instant.parse("2026-02-27T22:59:59Z"));
        fees.charge();
        assertThat(charges()).isEqualTo(1_201);
        clock.stopAt(Instant.parse("2026-02-27T23:00:00Z"));
        fees.charge();
        assertThat(charges()).isEqualTo(2_402);
        assertThat(jdbc.sql("select count(*) from charge where plan_id = :plan and cycle_end <= cycle_start")
                .param("plan", plan).query(Long.class).single()).isZero();
    }

    @Test
    void a_job_that_was_killed_between_batches_goes_on_where_it_ended() {
        IntStream.range(0, 20).forEach(_ -> subscription("ACTIVE"));
        plan(1, "UTC", "2026-01-01T00:00:00Z");
        clock.stopAt(Instant.parse("2026-03-10T00:00:00Z"));
        jdbc.sql(
                """
                insert into charge (charge_id, account_id, subscription_id, kind, amount_minor, currency, plan_id,
                    cycle_start, cycle_end, occurred_at, recorded_at)
                select gen_random_uuid(), account_id, subscription_id, 'RECURRING', 1999, 'EUR', plan_id, '2026-03-01Z',
                    '2026-04-01Z', '2026-03-01Z', '2026-03-01Z' from subscription where plan_id = :plan limit 7""")
                .param("plan", plan).update();
        fees.charge();
        assertThat(charges()).isEqualTo(21);
    }

    @Test
    void after_a_change_of_plan_no_day_is_paid_for_twice() {
        plan(1, "UTC", "2026-01-01T00:00:00Z");
        clock.stopAt(Instant.parse("2026-03-01T00:00:00Z"));
        fees.charge();
        var old = plan;
        plan = UUID.randomUUID();
        plan(15, "UTC", "2026-01-01T00:00:00Z");
        jdbc.sql("update subscription set plan_id = :new where plan_id = :old").param("new", plan).param("old", old)
                .update();
        clock.stopAt(Instant.parse("2026-03-20T00:00:00Z"));
        fees.charge();
        assertThat(charges()).isZero();
        clock.stopAt(Instant.parse("2026-04-15T00:00:00Z"));
        fees.charge();
        assertThat(charges()).isEqualTo(1);
    }

    private void subscription(String status) {
        var id = UUID.randomUUID();
        jdbc.sql("insert into subscription values (:id, 1, :account, :plan, :status, :supi, null, null, 0)")
                .param("id", id).param("account", account).param("plan", plan).param("status", status)
                .param("supi", id.toString()).update();
    }

    private void plan(int day, String zone, String from) {
        var answer = api.put("/v1/plans/" + plan, """
                                                  {"name": "test", "timeZone": "%s", "cycleDay": %d,
                                                   "fee": {"amountMinor": 1999, "currency": "EUR", "from": "%s"}}"""
                .formatted(zone, day, from));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
    }

    private UUID charge(long minor) {
        var id = io.planshare.model.Id.next();
        jdbc.sql("""
                 insert into charge (charge_id, account_id, subscription_id, kind, amount_minor, currency,
                     usage_record_id, occurred_at, recorded_at)
                 values (:id, :account, :id, 'OVERAGE', :minor, 'EUR', :id, now(), now())""").param("id", id)
                .param("account", account).param("minor", minor, Types.BIGINT).update();
        return id;
    }

    private Answer refund(UUID charge, String body) {
        return api.freshKey().post("/v1/charges/" + charge + "/refunds", body);
    }

    private Answer adjust(String body) {
        return api.freshKey().post("/v1/accounts/" + account + "/adjustments", body);
    }

    private long sum() {
        return jdbc.sql("select coalesce(sum(amount_minor), 0)::bigint from charge where account_id = :id")
                .param("id", account).query(Long.class).single();
    }

    private long charges() {
        return jdbc.sql("select count(*) from charge where plan_id = :plan").param("plan", plan).query(Long.class)
                .single();
    }

    private long outbox(String type) {
        return jdbc.sql("select count(*) from outbox where ce_type = :type and key = :key")
                .param("type", type).param("key", account.toString()).query(Long.class).single();
    }
}
