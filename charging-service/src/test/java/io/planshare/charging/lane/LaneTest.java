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
    private final Lane<String, String> lane = new Lane<>("lane", 10, 10, new Pace(0), this::decide);

    private List<String> decide(List<String> batch) {
        busy.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
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
}
