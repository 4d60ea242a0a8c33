package io.planshare.charging.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.planshare.charging.judge.History.Account;
import io.planshare.charging.judge.History.Debit;
import io.planshare.charging.judge.History.Decision;
import io.planshare.charging.judge.History.Grant;
import io.planshare.charging.judge.History.Heard;
import io.planshare.charging.judge.Judge.Fault;
import io.planshare.charging.judge.Judge.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/** A judge who finds nothing proves nothing: each kind of fault is planted and found. */
class JudgeTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final UUID account = UUID.randomUUID();
    private final UUID payer = UUID.randomUUID();
    private final UUID session = UUID.randomUUID();
    private final Map<String, Heard> heard = new HashMap<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final Map<UUID, Long> metered = new HashMap<>();

    @Test
    void an_honest_history_has_no_fault() {
        asks("open", 1, 60, 60);
        reports("report", 2, 50, 60, 50);
        assertThat(judged().faults()).isEmpty();
    }

    @Test
    void units_that_were_reported_and_are_not_stored_are_lost() {
        asks("open", 1, 60, 60);
        reports("report", 2, 50, 60, 50);
        metered.put(session, 49L);
        assertThat(judged().finds(Fault.LOST)).isTrue();
    }

    @Test
    void an_answer_that_is_not_stored_is_lost() {
        asks("open", 1, 60, 60);
        decisions.clear();
        assertThat(judged().finds(Fault.LOST)).isTrue();
    }

    @Test
    void units_that_are_stored_and_were_not_reported_are_charged_twice() {
        asks("open", 1, 60, 60);
        reports("report", 2, 50, 50, 50);
        metered.put(session, 100L);
        assertThat(judged().finds(Fault.CHARGED_TWICE)).isTrue();
    }

    @Test
    void more_held_than_there_is_is_overspent() {
        asks("open", 1, 101, 101);
        assertThat(judged().finds(Fault.OVERSPENT)).isTrue();
    }

    @Test
    void more_used_than_a_limit_allows_is_overspent() {
        asks("open", 1, 60, 60);
        reports("report", 2, 60, 0, 0);
        assertThat(Judge.of(history(50)).finds(Fault.OVERSPENT)).isTrue();
    }

    @Test
    void less_than_wished_while_more_is_there_is_refused_though_grantable() {
        asks("open", 1, 60, 60);
        reports("report", 2, 50, 60, 49);
        assertThat(judged().finds(Fault.REFUSED_THOUGH_GRANTABLE)).isTrue();
    }

    @Test
    void a_limit_explains_a_refusal_only_where_it_binds() {
        asks("open", 1, 60, 60);
        reports("report", 2, 50, 60, 49);
        assertThat(Judge.of(history(100)).finds(Fault.REFUSED_THOUGH_GRANTABLE)).isTrue();
        var explained = Judge.of(history(99));
        assertThat(explained.faults()).isEmpty();
        assertThat(explained.bound()).isZero();
        assertThat(explained.refused()).isEqualTo(1);
    }

    @Test
    void versions_that_contradict_each_other_have_no_order() {
        asks("open", 1, 60, 60);
        var other = UUID.randomUUID();
        decisions.add(new Decision("a", session, NOON, Map.of(account, 7L, other, 2L), List.of(), List.of()));
        decisions.add(new Decision("b", session, NOON, Map.of(account, 6L, other, 3L), List.of(), List.of()));
        assertThat(judged().finds(Fault.NO_ORDER)).isTrue();
    }

    private void asks(String hash, long version, long wished, long granted) {
        reports(hash, version, 0, wished, granted);
    }

    /** What was used is debited as a whole. */
    private void reports(String hash, long version, long used, long wished, long granted) {
        heard.put(hash, new Heard(session, payer, NOON.plusSeconds(version), List.of(10L), Map.of(10L, used), false));
        metered.merge(session, used, Long::sum);
        decisions.add(new Decision(hash, session, NOON.plusSeconds(version), Map.of(account, version),
                used == 0 ? List.of() : List.of(new Debit(10, account, used)),
                List.of(new Grant(10, wished, granted, Map.of(account, version)))));
    }

    private Verdict judged() {
        return Judge.of(history(Long.MAX_VALUE));
    }

    private History history(long limit) {
        return new History(List.of(new Account(account, 100, Map.of(payer, limit))), heard, decisions, List.of(),
                metered);
    }
}
