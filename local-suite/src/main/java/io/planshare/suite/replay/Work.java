package io.planshare.suite.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Things done at once, so many at a time; closing waits for all of them and fails if one did. */
final class Work implements AutoCloseable {

    interface Task {
        void run() throws InterruptedException;
    }

    private final Semaphore places;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> started = new ArrayList<>();

    Work(int atOnce) {
        this.places = new Semaphore(atOnce);
    }

    void start(Task task) throws InterruptedException {
        places.acquire();
        started.add(threads.submit(() -> {
            try {
                task.run();
            } finally {
                places.release();
            }
            return null;
        }));
    }

    @Override
    public void close() throws InterruptedException {
        try {
            for (var task : started)
                task.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
