package io.planshare.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Downloads by ranges (RFC 9110 section 14) of no more than the lease, so that no octet comes that was not reserved, into
 * a file with {@code .part} behind its name. What is in that file is what is there, also after a crash.
 */
final class Download {

    private static final int BLOCK = 256 * 1024;
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(\\d+|\\*)");

    private final Desk desk;
    private final Path files;

    Download(Desk desk, Path files) {
        this.desk = desk;
        this.files = files;
    }

    void run(AgentTransfer transfer, String connection, HttpClient client) throws IOException, InterruptedException {
        var target = files.resolve(transfer.file);
        var part = files.resolve(transfer.file + ".part");
        if (target.getParent() != null) Files.createDirectories(target.getParent());
        // Not a channel: it would be closed by the interrupt that stops a run.
        try (var file = new RandomAccessFile(part.toFile(), "rw")) {
            if (!transfer.request.resumable()) file.setLength(0);
            desk.learn(transfer.id(), file.length(), null, null, null);
            while (!transfer.isWhole()) {
                long lease = desk.lease(transfer.id(), connection);
                if (lease == 0) {
                    desk.take(transfer.id(), connection, 1);
                    return;
                }
                if (!window(transfer, connection, client, file, lease)) return;
            }
            file.getFD().sync();
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        desk.completed(transfer.id());
    }

    /** False if the run must stop. */
    private boolean window(AgentTransfer transfer, String connection, HttpClient client, RandomAccessFile file,
            long lease)
            throws IOException, InterruptedException {
        long from = file.length();
        var request = HttpRequest.newBuilder(URI.create(transfer.url)).timeout(ANSWER);
        var last = lease > Long.MAX_VALUE - from ? Long.MAX_VALUE : from + lease - 1;
        request.header("Range", "bytes=" + from + "-" + last);
        if (from > 0 && transfer.etag != null) request.header("If-Range", transfer.etag);
        var answer = client.send(request.build(), BodyHandlers.ofInputStream());
        try (var body = answer.body()) {
            return switch (answer.statusCode()) {
                case 206 -> {
                    learn(transfer, answer, from);
                    yield copy(transfer, connection, body, file, false);
                }
                case 200 -> {
                    // The whole file, from its begin: it changed, or the server knows no ranges.
                    file.setLength(0);
                    long whole = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
                    desk.learn(transfer.id(), 0, whole < 0 ? null : whole, etag(answer), null);
                    if (whole > lease)
                        throw new Runner.ForGood("the server does not resume, and the file is too large");
                    yield copy(transfer, connection, body, file, true);
                }
                case 416 -> {
                    var total = total(answer);
                    if (total == null || total != from) file.setLength(0);
                    desk.learn(transfer.id(), file.length(), total, null, null);
                    yield total != null;
                }
                default -> throw refused(answer.statusCode());
            };
        }
    }

    private void learn(AgentTransfer transfer, HttpResponse<?> answer, long from) throws IOException {
        var range = CONTENT_RANGE.matcher(answer.headers().firstValue("Content-Range").orElse(""));
        if (!range.matches() || range.group(1) == null || Long.parseLong(range.group(1)) != from) {
            throw new IOException("the server answers another range than it was asked for");
        }
        desk.learn(transfer.id(), from, total(answer), etag(answer), null);
    }

    private static @Nullable Long total(HttpResponse<?> answer) {
        var range = CONTENT_RANGE.matcher(answer.headers().firstValue("Content-Range").orElse(""));
        return range.matches() && !range.group(2).equals("*") ? Long.valueOf(range.group(2)) : null;
    }

    private static @Nullable String etag(HttpResponse<?> answer) {
        return answer.headers().firstValue("ETag").filter(it -> !it.startsWith("W/")).orElse(null);
    }

    private boolean copy(AgentTransfer transfer, String connection, InputStream body, RandomAccessFile file,
            boolean isWhole) throws IOException {
        var block = new byte[BLOCK];
        file.seek(file.length());
        while (true) {
            long taken = desk.take(transfer.id(), connection, wanted(transfer));
            if (taken == 0) return false;
            int read = 0;
            try {
                read = body.readNBytes(block, 0, (int) taken);
                file.write(block, 0, read);
            } finally {
                desk.transferred(transfer.id(), connection, taken, read);
            }
            if (isWhole && read < taken) desk.learn(transfer.id(), file.length(), file.length(), null, null);
            if (read < taken || transfer.isWhole() || desk.lease(transfer.id(), connection) == 0) return true;
        }
    }

    private static long wanted(AgentTransfer transfer) {
        var size = transfer.size;
        return size == null ? BLOCK : Math.max(1, Math.min(BLOCK, size - transfer.done));
    }

    static IOException refused(int status) {
        var message = "the other side answered " + status;
        return status >= 500 || status == 408 || status == 429
                ? new IOException(message)
                : new Runner.ForGood(message);
    }
}
