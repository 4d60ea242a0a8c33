package io.planshare.quota.deduction;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.AccountId;
import io.planshare.model.Id;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.quota.deduction.UseStore.Payers;
import io.planshare.quota.deduction.UseStore.Span;

import static org.assertj.core.api.Assertions.assertThat;

/** Use is read page by page: accounts together that fit into one, and one that does not in several. */
@ServiceTest
class UseStoreTest {

    @Autowired
    private JdbcClient jdbc;

    @Test
    void all_use_is_read_once_however_small_the_pages_are() {
        var random = Seeds.random();
        var begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3_600);
        var accounts = new ArrayList<AccountId>();
        var subscriptions = new ArrayList<SubscriptionId>();
        for (int i = 0; i < 12; i++) {
            accounts.add(AccountId.next());
            subscriptions.add(SubscriptionId.next());
            // Many at the same instant: then the record's id says which comes first.
            for (int n = random.nextInt(9); n > 0; n--)
                use(accounts.getLast(), subscriptions.getLast(), begin.plusSeconds(random.nextInt(3)));
        }
        var payers = new Payers(accounts, subscriptions);
        var span = new Span(begin, begin.plusSeconds(60), Instant.now());
        var all = new UseStore(jdbc, 1_000).uses(payers, span);

        assertThat(all).hasSize(Math.toIntExact(new UseStore(jdbc).known(payers, span)))
                .allSatisfy(use -> assertThat(use.parts()).hasSize(1));
        for (int page : List.of(1, 2, 3, 5, 8))
            assertThat(new UseStore(jdbc, page).uses(payers, span)).as("page of " + page).isEqualTo(all);
    }

    private void use(AccountId account, SubscriptionId subscription, Instant at) {
        var id = Id.next();
        jdbc.sql("""
                 INSERT INTO use_record (record_id, occurred_at, subscription_id, account_id, payer_subscription_id,
                     charging_data_ref, unit, metered, allocated, overage, uncovered, recorded_at, estimated)
                 VALUES (:id, :at::timestamptz, :subscription, :account, :subscription, 'ref', 'OCTET', 10, 7, 3, 0,
                     :at::timestamptz, false)""").param("id", id).param("at", at.toString())
                .param("subscription", subscription.value()).param("account", account.value()).update();
        jdbc.sql("INSERT INTO use_allocation VALUES (:id, :at::timestamptz, :on, 7)").param("id", id)
                .param("at", at.toString()).param("on", ProviderAccountId.next().value()).update();
    }
}
