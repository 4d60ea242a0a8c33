package io.planshare.kit.inbox;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;

import static org.assertj.core.api.Assertions.assertThat;

class FailuresTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08001", "40001", "40P01", "55P03", "53300", "53100", "57P01", "57P03", "58030",
            "25006"})
    void what_passes_by_itself_is_waited_for(String state) {
        assertThat(Failures.of(new TransactionSystemException("x", new SQLException("x", state))))
                .isEqualTo(Failures.TRANSIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "23514", "22001", "22021", "42P01", "42501"})
    void what_the_record_is_to_blame_for_is_not(String state) {
        assertThat(Failures.of(new DataIntegrityViolationException("x", new SQLException("x", state))))
                .isEqualTo(Failures.POISON);
    }

    @Test
    void a_pool_without_a_connection_is_waited_for() {
        assertThat(Failures.of(new CannotCreateTransactionException("x", new SQLTransientConnectionException("x"))))
                .isEqualTo(Failures.TRANSIENT);
        assertThat(Failures.of(new TransactionSystemException("x", new SQLException("Connection is closed"))))
                .isEqualTo(Failures.TRANSIENT);
    }

    @Test
    void a_timeout_asks_for_fewer_records() {
        assertThat(Failures.of(new TransactionTimedOutException("x"))).isEqualTo(Failures.TOO_LONG);
        assertThat(Failures.of(new RuntimeException(new SQLException("x", "57014")))).isEqualTo(Failures.TOO_LONG);
    }

    @Test
    void a_broken_machine_is_not_the_record_s_fault() {
        assertThat(Failures.of(new RuntimeException(new OutOfMemoryError()))).isEqualTo(Failures.TRANSIENT);
        assertThat(Failures.of(new NullPointerException())).isEqualTo(Failures.POISON);
        assertThat(Failures.of(new DuplicateKeyException("x"))).isEqualTo(Failures.POISON);
    }
}
