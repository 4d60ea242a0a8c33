package io.planshare.quota.deduction;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.planshare.kit.testing.Seeds;
import io.planshare.model.AccountId;
import io.planshare.model.Money;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;
import io.planshare.quota.pack.SharingPolicy.RecallPrice;

import static org.assertj.core.api.Assertions.assertThat;

class RecallsTest {

    private final ProviderAccountId pool = ProviderAccountId.next();
    private final AccountId borrower = AccountId.next();

    @Test
    void in_however_many_pieces_no_more_is_charged_than_was_consented_to() {
        var random = Seeds.random();
        for (int round = 0; round < 2_000; round++) {
            var price = new RecallPrice(new Money(1 + random.nextInt(50), "EUR"), Units.of(1 + random.nextInt(50)));
            long cap = random.nextInt(200);
            var left = price.payableWith(cap).count();
            var before = Units.of(left == 0 ? 0 : random.nextLong(left));
            var recalls = new Recalls(Map.of(new Recalls.Key(pool, borrower), before));
            left -= before.count();
            long owed = price.of(before).amountMinor();
            while (left > 0) {
                var piece = 1 + random.nextLong(left);
                owed += recalls.add(pool, borrower, Units.of(piece), price).amountMinor();
                left -= piece;
            }
            assertThat(owed).as("%s, cap %d", price, cap).isLessThanOrEqualTo(cap);
            assertThat(owed).isEqualTo(price.of(price.payableWith(cap)).amountMinor());
        }
    }

    @Test
    void others_and_other_accounts_count_by_themselves() {
        var price = new RecallPrice(new Money(10, "EUR"), Units.of(1_000));
        var recalls = new Recalls(Map.of());
        assertThat(recalls.add(pool, borrower, Units.of(1), price).amountMinor()).isEqualTo(1);
        assertThat(recalls.add(pool, borrower, Units.of(99), price).amountMinor()).isZero();
        assertThat(recalls.add(pool, AccountId.next(), Units.of(1), price).amountMinor()).isEqualTo(1);
        assertThat(recalls.add(ProviderAccountId.next(), borrower, Units.of(1), price).amountMinor()).isEqualTo(1);
    }
}
