package io.planshare.quota.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Use over HTTP, on a real database. */
@ServiceTest
class UseRecordApiTest {

    @Autowired
    private Api nobody;
    @Autowired
    private UseRecordStore store;

    private final Random random = Seeds.random();
    private final UseRecordFixtures world = new UseRecordFixtures(random);

    @Test
    void a_record_is_shown_with_who_paid_and_which_accounts_gave_the_units() {
        var told = world.record();
        store.insert(List.of(told));

        var shown = reader().get("/v1/use-records?subscriptionId=" + told.subscriptionId()).body().path("items")
                .path(0);

        assertThat(shown.path("recordId").asString()).isEqualTo(told.recordId().toString());
        assertThat(shown.path("metered").asLong()).isEqualTo(told.metered().count());
        assertThat(shown.path("occurredAt").asString()).isEqualTo(told.occurredAt().toString());
        assertThat(shown.path("payer").path("accountId").asString())
                .isEqualTo(requireNonNull(told.payer()).accountId().toString());
        assertThat(shown.path("allocations").size()).isEqualTo(told.allocations().size());
        assertThat(shown.path("allocations").valueStream().mapToLong(it -> it.path("units").asLong()).sum())
                .isEqualTo(told.allocations().stream().mapToLong(it -> it.units().count()).sum());
        assertThat(shown.path("overage").size()).isEqualTo(told.overage().size());
    }

    @Test
    void pages_follow_each_other_and_a_period_cuts_them() {
        store.insert(world.records(60));
        var account = world.accounts.getFirst();
        var path = "/v1/use-records?accountId=%s&from=2026-11-03T00:00:00Z&to=2026-11-25T00:00:00Z&limit="
                .formatted(account);
        var all = reader().get(path + 200).body().path("items").valueStream()
                .map(it -> it.path("recordId").asString()).toList();

        var paged = new ArrayList<String>();
        var after = "";
        do {
            var page = reader().get(path + "4" + after).body();
            page.path("items").forEach(it -> paged.add(it.path("recordId").asString()));
            after = page.path("next").isString() ? "&after=" + page.path("next").asString() : "";
        } while (!after.isEmpty());

        assertThat(paged).hasSizeGreaterThan(4).isEqualTo(all);
    }

    @Test
    void deductions_of_an_account_follow_each_other_page_by_page() {
        store.insert(world.records(60));
        var path = "/v1/deductions?accountId=" + world.accounts.getFirst() + "&limit=";
        var all = reader().get(path + 200).body().path("items").valueStream().toList();

        var paged = new ArrayList<JsonNode>();
        var after = "";
        do {
            var page = reader().get(path + "3" + after).body();
            page.path("items").forEach(paged::add);
            after = page.path("next").isString() ? "&after=" + page.path("next").asString() : "";
        } while (!after.isEmpty());

        assertThat(paged).hasSizeGreaterThan(3).isEqualTo(all);
        assertThat(all).allSatisfy(it -> {
            assertThat(it.path("accountId").asString()).isEqualTo(world.accounts.getFirst().toString());
            assertThat(it.path("payerSubscriptionId").isString()).isTrue();
            assertThat(it.path("units").asLong()).isPositive();
            assertThat(it.path("providerAccountId").isString())
                    .isEqualTo(it.path("place").asString().equals("ACCOUNT"));
            assertThat(it.path("runId").isNull()).as("booked in real time").isTrue();
        });
    }

    @Test
    void totals_are_shown_by_rating_group_provider_account_and_payer() {
        store.insert(world.records(60));
        var account = world.accounts.getFirst();

        var totals = reader().get("/v1/accounts/" + account + "/usage-totals").body();

        assertThat(totals.path("accountId").asString()).isEqualTo(account.toString());
        assertThat(totals.path("usage").size()).isPositive();
        assertThat(totals.path("usage").valueStream()).allSatisfy(row -> assertThat(row.path("metered").asLong())
                .isEqualTo(row.path("allocated").asLong() + row.path("overage").asLong()
                        + row.path("uncovered").asLong()));
        assertThat(totals.path("allocations").valueStream().mapToLong(it -> it.path("units").asLong()).sum())
                .isEqualTo(totals.path("usage").valueStream().mapToLong(it -> it.path("allocated").asLong()).sum());
        assertThat(totals.path("allocations").path(0).path("providerAccountId").isString()).isTrue();
    }

    @Test
    void an_account_without_use_has_used_nothing() {
        var totals = reader().get("/v1/accounts/" + UUID.randomUUID() + "/usage-totals?from=2026-11-01T00:00:00Z");

        assertThat(totals.status()).isEqualTo(200);
        assertThat(totals.body().path("usage").size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"/v1/use-records, #query/accountId",
            "/v1/use-records?accountId=7, #query/accountId",
            "/v1/use-records?subscriptionId=x, #query/subscriptionId",
            "/v1/use-records?accountId=01920000-0000-7000-8000-00000000ac01&from=yesterday, #query/from",
            "/v1/use-records?accountId=01920000-0000-7000-8000-00000000ac01&from=0001-01-01T00:00:00Z, #query/from",
            "/v1/use-records?accountId=01920000-0000-7000-8000-00000000ac01&to=%2B300000-01-01T00:00:00Z, #query/to",
            "/v1/use-records?accountId=01920000-0000-7000-8000-00000000ac01&limit=201, #query/limit",
            "/v1/use-records?accountId=01920000-0000-7000-8000-00000000ac01&after=bm93fHg, #query/after",
            "/v1/deductions, #query/accountId",
            "/v1/deductions?packageId=01920000-0000-7000-8000-00000000ba01, #query/accountId",
            "/v1/deductions?recordId=7, #query/recordId",
            "/v1/deductions?accountId=01920000-0000-7000-8000-00000000ac01&packageId=x, #query/packageId",
            "/v1/deductions?accountId=01920000-0000-7000-8000-00000000ac01&from=2026-12-01T00:00:00Z&to=2026-11-01T00:00:00Z, #query/to",
            "/v1/deductions?accountId=01920000-0000-7000-8000-00000000ac01&after=bm93fHg, #query/after",
            "/v1/accounts/7/usage-totals, #path/accountId",
            "/v1/accounts/01920000-0000-7000-8000-00000000ac01/usage-totals?to=soon, #query/to",
            "/v1/accounts/01920000-0000-7000-8000-00000000ac01/usage-totals?from=2026-12-01T00:00:00Z&to=2026-11-01T00:00:00Z, #query/to"})
    void a_wrong_question_is_refused_with_the_name_of_its_fault(String path, String pointer) {
        var refused = reader().get(path);

        assertThat(refused.status()).as(refused.raw()).isEqualTo(400);
        assertThat(refused.pointer()).isEqualTo(pointer);
    }

    @Test
    void reading_needs_the_scope_and_nothing_can_be_written() {
        var path = "/v1/use-records?accountId=" + UUID.randomUUID();

        assertThat(nobody.get(path).status()).isEqualTo(401);
        assertThat(nobody.as("charging:read").get(path).status()).isEqualTo(403);
        assertThat(nobody.as("charging:read").get("/v1/deductions?accountId=" + UUID.randomUUID()).status())
                .isEqualTo(403);
        assertThat(nobody.as("quota:read quota:write").post("/v1/use-records", "{}").status()).isIn(403, 405);
    }

    @Test
    void its_operations_are_described() {
        var paths = nobody.get("/v3/api-docs").body().path("paths");

        assertThat(paths.size()).isGreaterThanOrEqualTo(2);
        paths.forEach(path -> path.forEach(operation -> {
            assertThat(operation.path("summary").asString("")).as(operation.toString()).isNotBlank();
            assertThat(operation.path("description").asString("")).as(operation.toString()).isNotBlank();
        }));
    }

    private Api reader() {
        return nobody.as("quota:read");
    }
}
