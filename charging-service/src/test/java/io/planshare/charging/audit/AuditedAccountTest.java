package io.planshare.charging.audit;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;

import io.planshare.charging.audit.AuditedAccount.Balances;
import io.planshare.charging.audit.AuditedAccount.Consumers;
import io.planshare.charging.audit.AuditedAccount.Entries;
import io.planshare.charging.ledger.ProviderAccount.Status;
import io.planshare.model.ProviderAccountId;

import static org.assertj.core.api.Assertions.assertThat;

class AuditedAccountTest {

    private static final Balances BALANCES = balances(100, 10, 30, 5, 5);
    private static final Consumers CONSUMERS = consumers(10, 30, 0);
    private static final Entries ENTRIES = entries(60, true, 0);

    private static Balances balances(long granted, long reserved, long consumed, long expired, long withdrawn) {
        return new Balances(n(granted), n(reserved), n(consumed), n(expired), n(withdrawn));
    }

    private static Consumers consumers(long reserved, long consumed, long overLimit) {
        return new Consumers(n(reserved), n(consumed), overLimit);
    }

    private static Entries entries(long units, boolean complete, long wrong) {
        return new Entries(7, 3, n(units), complete, wrong);
    }

    private static BigDecimal n(long value) {
        return BigDecimal.valueOf(value);
    }

    private static AuditedAccount account(Balances balances, Consumers consumers, long reservations, Entries entries) {
        return new AuditedAccount(ProviderAccountId.next(), Status.ACTIVE, balances, consumers, n(reservations),
                entries);
    }

    @Test
    void figures_that_agree_break_nothing() {
        assertThat(account(BALANCES, CONSUMERS, 10, ENTRIES).breaches()).isEmpty();
    }

    @Test
    void each_disagreement_is_named() {
        assertThat(account(BALANCES, CONSUMERS, 11, ENTRIES).breaches()).containsExactly(Breach.RESERVATIONS);
        assertThat(account(BALANCES, consumers(9, 30, 0), 10, ENTRIES).breaches())
                .containsExactly(Breach.CONSUMERS_RESERVED);
        assertThat(account(BALANCES, consumers(10, 31, 0), 10, ENTRIES).breaches())
                .containsExactly(Breach.CONSUMERS_CONSUMED);
        assertThat(account(BALANCES, CONSUMERS, 10, entries(61, true, 0)).breaches()).containsExactly(Breach.ENTRIES);
        assertThat(account(BALANCES, CONSUMERS, 10, entries(60, true, 1)).breaches())
                .containsExactly(Breach.USAGE_RECORDS);
        assertThat(account(BALANCES, consumers(10, 30, 1), 10, ENTRIES).breaches()).containsExactly(Breach.LIMIT);
        assertThat(account(balances(50, 10, 30, 6, 5), CONSUMERS, 10, entries(9, true, 0)).breaches())
                .containsExactly(Breach.BALANCE);
    }

    @Test
    void a_sum_that_is_not_at_its_end_yet_says_nothing() {
        assertThat(account(BALANCES, CONSUMERS, 10, entries(61, false, 0)).breaches()).isEmpty();
    }

    @Test
    void a_consumer_past_its_limit_freezes_nothing() {
        assertThat(Breach.LIMIT.freezes()).isFalse();
        assertThat(Breach.ENTRIES.freezes()).isTrue();
    }
}
