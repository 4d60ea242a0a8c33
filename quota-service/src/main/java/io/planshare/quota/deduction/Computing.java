package io.planshare.quota.deduction;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.springframework.stereotype.Component;

/** One computation at a time, of closes and of queues: a large group's takes most of the memory there is. */
@Component
class Computing {

    private final ReentrantLock turn = new ReentrantLock(true);

    /** When its turn has come. */
    void inTurn(Runnable work) {
        turn.lock();
        try {
            work.run();
        } finally {
            turn.unlock();
        }
    }

    /** Empty if its turn does not come by then. */
    <T> Optional<T> within(Duration wait, Supplier<T> work) {
        try {
            if (!turn.tryLock(wait.toMillis(), TimeUnit.MILLISECONDS)) return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            turn.unlock();
        }
    }
}
