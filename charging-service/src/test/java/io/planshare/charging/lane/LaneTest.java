package io.planshare.charging.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static java.util.Collections.synchronizedList;
import static org.assertj.core.api.Assertions.assertThat;

class LaneTest {

    private final List<String> decided = synchronizedList(new ArrayList<>());
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile Runnable whenFails = () -> {};
    private final Lane<String, String> lane = new Lane<>("lane", 10, 10, new Pace(0), this::decide);

    private List<String> decide(List<String> batch) {
        busy.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (batch.contains("fails") && batch.size() > 1) {
            whenFails.run();
            throw new IllegalStateException("as the test wants it");
        }
        decided.addAll(batch);
        return batch;
    }

    private CompletableFuture<String> ask(String what) {
        var answer = new CompletableFuture<String>();
        assertThat(lane.offer(new Lane.Waiting<>(what, what, answer))).isTrue();
        return answer;
    }

    @Test
    void what_nobody_waits_for_any_more_is_not_decided() throws Exception {
        var first = ask("first");
        busy.await();
        ask("given up").cancel(false);
        var last = ask("last");
        goOn.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(last.get(10, TimeUnit.SECONDS)).isEqualTo("last");
        lane.close();
        assertThat(decided).containsExactly("first", "last");
    }

    @Test
    void nor_is_it_when_a_batch_failed_and_its_half_comes_too_late() throws Exception {
        var first = ask("first");
        busy.await();
        var givenUp = new CompletableFuture<String>();
        whenFails = () -> givenUp.cancel(false);
        var fails = ask("fails");
        assertThat(lane.offer(new Lane.Waiting<>("given up", "given up", givenUp))).isTrue();
        goOn.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(fails.get(10, TimeUnit.SECONDS)).isEqualTo("fails");
        lane.close();
        assertThat(decided).containsExactly("first", "fails");
    }
}
