package io.planshare.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
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
 * Downloads by ranges (RFC 9110 section 14) into a file with {@code .part} behind its name. Each range is counted before it
 * is asked for, so the network never delivers an octet that is not; what is in the file is what is there, also after a crash.
 */
final class Download {

    static final int BLOCK = 1024 * 1024;
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
            if (!transfer.isResumable()) file.setLength(0);
            desk.learn(transfer.id(), file.length(), null, null, null);
            while (!transfer.isWhole()) {
                if (!block(transfer, connection, client, file)) return;
            }
            file.getFD().sync();
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        desk.completed(transfer.id());
    }

    /** False if the run must stop. */
    private boolean block(AgentTransfer transfer, String connection, HttpClient client, RandomAccessFile file)
            throws IOException, InterruptedException {
        long from = file.length();
        var size = transfer.size;
        long wanted = size == null ? BLOCK : transfer.allAtOnce ? size - from : Math.min(BLOCK, size - from);
        long taken = desk.take(transfer.id(), connection, wanted, transfer.allAtOnce ? wanted : 1);
        if (taken == 0) return false;
        var answer = ask(transfer, connection, client, from, taken);
        try (var body = answer.body()) {
            switch (answer.statusCode()) {
                case 206 -> range(transfer, connection, answer, file, taken);
                // The whole file, from its begin: it changed, or the server knows no ranges.
                case 200 -> {
                    if (!isConditional(transfer, from)) desk.allAtOnce(transfer.id());
                    return whole(transfer, connection, answer, file, taken);
                }
                case 416 -> {
                    desk.transferred(transfer.id(), connection, taken, 0);
                    var total = total(answer);
                    if (total == null || from == 0 && total > 0)
                        throw new IOException("the server knows no such range");
                    if (total != from) file.setLength(0);
                    desk.learn(transfer.id(), file.length(), total, null, null);
                }
                default -> {
                    desk.transferred(transfer.id(), connection, taken, 0);
                    throw refused(answer.statusCode());
                }
            }
        }
        return true;
    }

    private HttpResponse<InputStream> ask(AgentTransfer transfer, String connection, HttpClient client, long from,
            long taken) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(transfer.url)).timeout(ANSWER).header("Range",
                "bytes=" + from + "-" + (from + taken - 1));
        if (transfer.etag != null && isConditional(transfer, from)) request.header("If-Range", transfer.etag);
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            // Nothing came; after anything else something might have.
            desk.transferred(transfer.id(), connection, taken, 0);
            throw e;
        }
    }

    /** Whether a range is asked for only if the file is still the same. */
    private static boolean isConditional(AgentTransfer transfer, long from) {
        return from > 0 && transfer.etag != null;
    }

    private void range(AgentTransfer transfer, String connection, HttpResponse<InputStream> answer,
            RandomAccessFile file, long taken) throws IOException {
        long from = file.length();
        var range = CONTENT_RANGE.matcher(answer.headers().firstValue("Content-Range").orElse(""));
        if (!range.matches() || range.group(1) == null || Long.parseLong(range.group(1)) != from) {
            throw new IOException("the server answers another range than it was asked for");
        }
        var total = total(answer);
        desk.learn(transfer.id(), from, total, etag(answer), null);
        long read = copy(transfer, answer.body(), file, taken);
        if (read < taken && (total == null || from + read < total)) {
            throw new IOException("the range ended too early");
        }
        desk.transferred(transfer.id(), connection, taken, read);
    }

    /** False if there is no room for the whole now. */
    private boolean whole(AgentTransfer transfer, String connection, HttpResponse<InputStream> answer,
            RandomAccessFile file, long taken) throws IOException, InterruptedException {
        file.setLength(0);
        long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        // What was taken stays counted where it ends here: so much may have been on its way already.
        if (length < 0) throw new Runner.ForGood("the server does not resume, nor say how long the whole is");
        desk.learn(transfer.id(), 0, length, etag(answer), null);
        long more = Math.max(0, length - taken);
        if (more > 0 && desk.take(transfer.id(), connection, more, more) == 0) return false;
        long read = copy(transfer, answer.body(), file, length);
        if (read < length) throw new IOException("the file ended too early");
        desk.transferred(transfer.id(), connection, taken + more, read);
        return true;
    }

    /**
     * Copies up to so many octets to the end of the file. If that breaks off, the rest stays counted: it may have been on its
     * way already.
     */
    private long copy(AgentTransfer transfer, InputStream body, RandomAccessFile file, long octets)
            throws IOException {
        var block = new byte[64 * 1024];
        long copied = 0;
        file.seek(file.length());
        try {
            while (copied < octets) {
                int read = body.read(block, 0, (int) Math.min(block.length, octets - copied));
                if (read < 0) break;
                file.write(block, 0, read);
                copied += read;
            }
        } catch (IOException e) {
            desk.learn(transfer.id(), file.length(), null, null, null);
            throw e;
        }
        return copied;
    }

    private static @Nullable Long total(HttpResponse<?> answer) {
        var range = CONTENT_RANGE.matcher(answer.headers().firstValue("Content-Range").orElse(""));
        return range.matches() && !range.group(2).equals("*") ? Long.valueOf(range.group(2)) : null;
    }

    private static @Nullable String etag(HttpResponse<?> answer) {
        return answer.headers().firstValue("ETag").filter(it -> !it.startsWith("W/")).orElse(null);
    }

    static IOException refused(int status) {
        var message = "the other side answered " + status;
        return status >= 500 || status == 408 || status == 429
                ? new IOException(message)
                : new Runner.ForGood(message);
    }
}
