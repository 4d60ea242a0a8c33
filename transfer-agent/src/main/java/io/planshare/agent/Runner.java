package io.planshare.agent;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.planshare.transfer.TransferRequest.Direction;

/** Transfers what the desk allows, each in a thread of its own, over the connection that it was allowed for. */
final class Runner implements Desk.Runs, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Runner.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Desk desk;
    private final LocalAddresses addresses;
    private final Download download;
    private final Upload upload;
    private final Map<UUID, Thread> threads = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Runner(Desk desk, LocalAddresses addresses, Path files) {
        this.desk = desk;
        this.addresses = addresses;
        this.download = new Download(desk, files);
        this.upload = new Upload(desk, files);
    }

    /** A try that makes no sense to repeat. */
    static final class ForGood extends IOException {
        private static final long serialVersionUID = 1;

        ForGood(String message) {
            super(message);
        }
    }

    @Override
    public void start(UUID transfer, String connection) {
        if (closed) return;
        threads.compute(transfer, (id, before) -> Thread.ofVirtual().name("transfer-" + id)
                .start(() -> run(id, connection, before)));
    }

    @Override
    public void stop(UUID transfer) {
        var running = threads.get(transfer);
        if (running != null) running.interrupt();
    }

    private void run(UUID id, String connection, @Nullable Thread before) {
        try {
            // One at a time works on a file.
            if (before != null) before.join();
            transfer(id, connection);
        } catch (ForGood e) {
            desk.failed(id, connection, message(e), true);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Transfer {0} over {1} broke off and is tried again: {2}", id,
                    connection, message(e));
            desk.failed(id, connection, message(e), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.remove(id, Thread.currentThread());
        }
    }

    private void transfer(UUID id, String connection) throws IOException, InterruptedException {
        var transfer = desk.find(id).orElse(null);
        if (transfer == null) return;
        try (var client = client(connection)) {
            if (transfer.request.direction() == Direction.DOWNLOAD) {
                download.run(transfer, connection, client);
            } else {
                upload.run(transfer, connection, client);
            }
        } finally {
            // The desk may have been asked to stop this run only.
            Thread.interrupted();
        }
    }

    private HttpClient client(String connection) throws IOException {
        var builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL);
        addresses.of(connection).ifPresent(builder::localAddress);
        return builder.build();
    }

    private static String message(Exception e) {
        var message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** Whether nothing runs. */
    boolean isIdle() {
        return threads.isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        threads.values().forEach(Thread::interrupt);
    }
}
