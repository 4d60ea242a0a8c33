package io.planshare.quota.plan;

import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.event.QuotaEvent.PackageMember;
import io.planshare.event.QuotaEvent.PlanChanged;
import io.planshare.event.QuotaEvent.PlannedPackage;
import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.AccountId;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

/** From buying a package to the plan that charging walks, over HTTP and Kafka. */
@ServiceTest
class SharedPackagesTest {

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;

    private final AccountId parent = AccountId.next();
    private final AccountId uncle = AccountId.next();

    @Test
    void a_package_is_private_and_its_cycle_and_the_next_are_announced() {
        var id = buy(parent, 10_000, "");

        var cycles = topics.awaitPublished(PackageActivated.class, it -> it.packageId().toString().equals(id), 2);
        assertThat(cycles.get(0).units()).isEqualTo(Units.of(10_000));
        assertThat(cycles.get(0).members()).isEmpty();
        assertThat(cycles.get(1).cycle().from()).isEqualTo(cycles.get(0).cycle().to());
        assertThat(cycles.get(1).providerAccountId()).isNotEqualTo(cycles.get(0).providerAccountId());
        assertThat(plan(parent, 1)).extracting(it -> it.packageId().toString()).containsExactly(id);
    }

    @Test
    void a_policy_binds_when_all_have_accepted_and_the_plan_is_activated() {
        var own = buy(parent, 10_000, "");
        var lent = buy(uncle, 5_000, "");
        offer(lent, "*", list(parent, 4_000));

        var early = preview(uncle);
        assertThat(early.body().path("missing").path(lent).path(0).asString()).isEqualTo(parent.toString());
        assertThat(activate(uncle, early).problem()).isEqualTo("not-accepted");

        assertThat(accept(lent, 1, parent).status()).isEqualTo(200);
        var preview = preview(parent);
        assertThat(preview.body().path("missing").isEmpty()).isTrue();
        assertThat(plan(parent, 1)).hasSize(1);
        var activated = activate(parent, preview);

        assertThat(activated.status()).as(activated.raw()).isEqualTo(200);
        assertThat(activated.body().path("version").asLong()).isEqualTo(1);
        assertThat(plan(parent, 2)).extracting(it -> it.packageId().toString()).containsExactly(own, lent);
        assertThat(plan(parent, 2).getLast().capPerCycle()).isEqualTo(Units.of(4_000));
        var told = topics.awaitPublished(PackageActivated.class,
                it -> it.packageId().toString().equals(lent) && it.version() == 2, 2);
        assertThat(told).allSatisfy(it -> assertThat(it.members())
                .containsExactly(new PackageMember(parent, Units.of(4_000))));
        var current = api().get("/v1/sharing-groups/" + uncle + "/execution-plans/current").body();
        assertThat(current.path("hash").asString()).isEqualTo(preview.body().path("hash").asString());
        assertThat(current.toString()).contains("fewer accounts may use it");
        assertThat(activate(parent, early).problem()).isEqualTo("plan-changed");
    }

    @Test
    void who_leaves_draws_no_more_from_then_on_and_what_was_planned_before_stays_told() {
        var lent = share();

        assertThat(api().delete("/v1/packages/" + lent + "/sharing-policy/acceptances/" + parent).status())
                .isEqualTo(200);

        var plan = topics.awaitPublished(PlanChanged.class,
                it -> it.accountId().equals(parent) && it.version() == 2);
        assertThat(plan.intervals()).hasSize(1);
        assertThat(plan.intervals().getFirst().during().to()).isNotNull();
        var told = topics.awaitPublished(PackageActivated.class,
                it -> it.packageId().toString().equals(lent) && it.version() == 3);
        assertThat(told.members()).isEmpty();
        assertThat(api().delete("/v1/packages/" + lent + "/sharing-policy/acceptances/" + parent).problem())
                .isEqualTo("unknown-member");
    }

    @Test
    void who_is_asked_for_nothing_else_needs_not_accept_a_new_version() {
        var lent = share();
        var other = AccountId.next();
        var body = """
                   {"scope": "LIST", "members": [{"accountId": "%s"}, {"accountId": "%s", "priority": 3}]}"""
                .formatted(parent, other);

        assertThat(offer(lent, "\"0\"", body).status()).isEqualTo(412);
        var offered = offer(lent, "\"1\"", body);

        assertThat(offered.body().path("missing").valueStream().map(it -> it.asString()))
                .containsExactly(other.toString());
        assertThat(accept(lent, 1, other).problem()).isEqualTo("policy-outdated");
    }

    @Test
    void no_more_is_lent_than_may_be_called_back() {
        var lent = buy(uncle, 5_000, "");
        offer(lent, "*", """
                         {"scope": "LIST", "members": [{"accountId": "%s", "capPerCycle": 4000}], "ownerFirst": true,
                          "recallPrice": {"amountMinor": 100, "currency": "EUR", "units": 1000}}""".formatted(parent));
        api().post("/v1/packages/" + lent + "/sharing-policy/acceptances",
                """
                {"accountId": "%s", "policyVersion": 1, "recallCapMinor": 250}"""
                        .formatted(parent));

        assertThat(activate(parent, preview(parent)).status()).isEqualTo(200);

        assertThat(plan(parent, 1)).extracting(PlannedPackage::capPerCycle).containsExactly(Units.of(2_500));
    }

    @Test
    void a_group_shares_on_equal_terms_and_who_is_taken_out_draws_no_more() {
        var lent = buy(uncle, 5_000, "");
        var group = UUID.randomUUID();
        var members = "{\"name\": \"family\", \"accountIds\": [\"%s\", \"%s\"]}".formatted(uncle, parent);
        assertThat(api().with("If-Match", "*").put("/v1/account-groups/" + group, members).status()).isEqualTo(200);
        offer(lent, "*", "{\"scope\": \"GROUP\", \"groupId\": \"%s\", \"capPerCycle\": 7}".formatted(group));
        accept(lent, 1, parent);
        assertThat(activate(uncle, preview(uncle)).status()).isEqualTo(200);
        assertThat(plan(parent, 1)).extracting(PlannedPackage::capPerCycle).containsExactly(Units.of(7));

        api().with("If-Match", "\"1\"").put("/v1/account-groups/" + group,
                "{\"name\": \"family\", \"accountIds\": [\"%s\"]}".formatted(uncle));

        var plan = topics.awaitPublished(PlanChanged.class, it -> it.accountId().equals(parent) && it.version() == 2);
        assertThat(plan.intervals().getFirst().during().to()).isNotNull();
    }

    @Test
    void a_package_that_is_ended_takes_back_the_cycle_that_was_announced() {
        var id = buy(parent, 10_000, "");
        var cycles = topics.awaitPublished(PackageActivated.class, it -> it.packageId().toString().equals(id), 2);

        var ended = api().post("/v1/packages/" + id + "/end");

        assertThat(ended.body().path("validTo").asString()).isEqualTo(String.valueOf(cycles.get(0).cycle().to()));
        var emptied = topics.awaitPublished(PackageActivated.class,
                it -> it.packageId().toString().equals(id) && it.version() == 2);
        assertThat(emptied.providerAccountId()).isEqualTo(cycles.get(1).providerAccountId());
        assertThat(emptied.units()).isEqualTo(Units.ZERO);
        assertThat(api().post("/v1/packages/" + id + "/end").status()).isEqualTo(200);
    }

    @Test
    void bad_input_is_told_by_its_place() {
        assertThat(bad("\"unit\": \"OCTET\"", "\"unit\": \"MONEY\"").pointer()).isEqualTo("/unit");
        assertThat(bad("\"units\": 1", "\"units\": -1").status()).isEqualTo(400);
        assertThat(bad("\"units\": 1", "\"units\": 1, \"cycleDay\": 32").pointer()).isEqualTo("/cycleDay");
        assertThat(bad("\"units\": 1", "\"units\": 1, \"timeZone\": \"Mars/Base\"").pointer()).isEqualTo("/timeZone");
        assertThat(bad("\"units\": 1", "\"units\": 1, \"rollOverCap\": 3").pointer()).isEqualTo("/rollOverCap");
        assertThat(api().post("/v1/packages", body(parent, 1, "")).problem()).isEqualTo("idempotency-key-missing");
        var id = buy(parent, 1, "");
        assertThat(offer(id, "*", list(parent, 3)).pointer()).isEqualTo("/members/0/accountId");
        assertThat(offer(id, "*", "{\"scope\": \"GROUP\"}").pointer()).isEqualTo("/groupId");
        assertThat(offer(id, "*", "{\"scope\": \"PRIVATE\", \"ownerFirst\": true}").pointer())
                .isEqualTo("/recallPrice");
        assertThat(api().get("/v1/packages/" + UUID.randomUUID()).problem()).isEqualTo("unknown-package");
        assertThat(preview(AccountId.next()).problem()).isEqualTo("unknown-sharing-group");
    }

    private Answer bad(String part, String wrong) {
        return api().freshKey().post("/v1/packages", body(parent, 1, "").replace(part, wrong));
    }

    private String share() {
        var lent = buy(uncle, 5_000, "");
        offer(lent, "*", "{\"scope\": \"LIST\", \"members\": [{\"accountId\": \"%s\"}]}".formatted(parent));
        accept(lent, 1, parent);
        assertThat(activate(parent, preview(parent)).status()).isEqualTo(200);
        return lent;
    }

    private String buy(AccountId owner, long units, String more) {
        var answer = api().freshKey().post("/v1/packages", body(owner, units, more));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        return answer.body().path("id").asString();
    }

    private static String body(AccountId owner, long units, String more) {
        return "{\"accountId\": \"%s\", \"name\": \"test\", \"unit\": \"OCTET\", \"units\": %d%s}".formatted(owner,
                units, more);
    }

    private Answer offer(String id, String version, String body) {
        return api().with("If-Match", version).put("/v1/packages/" + id + "/sharing-policy", body);
    }

    private static String list(AccountId member, long cap) {
        return "{\"scope\": \"LIST\", \"members\": [{\"accountId\": \"%s\", \"capPerCycle\": %d}]}".formatted(member,
                cap);
    }

    private Answer accept(String id, long version, AccountId account) {
        return api().post("/v1/packages/" + id + "/sharing-policy/acceptances",
                "{\"accountId\": \"%s\", \"policyVersion\": %d}".formatted(account, version));
    }

    private Answer preview(AccountId account) {
        return api().post("/v1/sharing-groups/" + account + "/execution-plans/preview");
    }

    private Answer activate(AccountId account, Answer preview) {
        return api().post("/v1/sharing-groups/" + account + "/execution-plans/activate",
                "{\"hash\": \"%s\"}".formatted(preview.body().path("hash").asString()));
    }

    /** What charging was told of the account in that version, for any rating group, from the moment of telling on. */
    private List<PlannedPackage> plan(AccountId account, long version) {
        var plan = topics.awaitPublished(PlanChanged.class,
                it -> it.accountId().equals(account) && it.version() == version);
        return plan.intervals().getLast().orders().getLast().packages();
    }

    private Api api() {
        return nobody.as("quota:read quota:write");
    }
}
