package io.planshare.agent;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Uploads block by block with tus 1.0 (core and creation): the other side says where it stands, also after a crash. What
 * cannot be resumed goes as one PUT.
 */
final class Upload {

    private static final int BLOCK = 256 * 1024;
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Desk desk;
    private final Path files;

    Upload(Desk desk, Path files) {
        this.desk = desk;
        this.files = files;
    }

    void run(AgentTransfer transfer, String connection, HttpClient client) throws IOException, InterruptedException {
        var source = files.resolve(transfer.file);
        if (!transfer.request.resumable()) {
            whole(transfer, connection, client, source);
            return;
        }
        // Before anything is asked: nothing goes over a card that may not go on.
        long taken = take(transfer, connection);
        if (taken == 0 && !transfer.isWhole()) return;
        try {
            if (transfer.uploadUrl == null) create(transfer, client);
            desk.learn(transfer.id(), offset(transfer, client), null, null, null);
        } catch (IOException | InterruptedException e) {
            desk.transferred(transfer.id(), connection, taken, 0);
            throw e;
        }
        try (var file = new RandomAccessFile(source.toFile(), "r")) {
            while (!transfer.isWhole()) {
                if (taken == 0) taken = take(transfer, connection);
                if (taken == 0) return;
                block(transfer, connection, client, file, taken);
                taken = 0;
            }
        }
        desk.transferred(transfer.id(), connection, taken, 0);
        desk.completed(transfer.id());
    }

    private long take(AgentTransfer transfer, String connection) throws InterruptedException {
        return transfer.isWhole() ? 0 : desk.take(transfer.id(), connection, Math.min(BLOCK, rest(transfer)), 1);
    }

    private static long rest(AgentTransfer transfer) {
        var size = transfer.size;
        return size == null ? BLOCK : size - transfer.done;
    }

    private void block(AgentTransfer transfer, String connection, HttpClient client, RandomAccessFile file, long taken)
            throws IOException, InterruptedException {
        long from = transfer.done;
        var octets = new byte[(int) Math.min(taken, rest(transfer))];
        file.seek(from);
        int read = Math.max(0, file.read(octets));
        if (read < octets.length) {
            desk.transferred(transfer.id(), connection, taken, 0);
            throw new Runner.ForGood("the file has become shorter");
        }
        // If no answer comes, the octets may have arrived: they stay counted, and the other side is asked where it stands.
        var answer = client.send(request(transfer).header("Upload-Offset", Long.toString(from))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(octets)).build(),
                BodyHandlers.discarding());
        if (answer.statusCode() != 204) throw Download.refused(answer.statusCode());
        desk.transferred(transfer.id(), connection, taken, read);
    }

    private void create(AgentTransfer transfer, HttpClient client) throws IOException, InterruptedException {
        var answer = client.send(HttpRequest.newBuilder(URI.create(transfer.url)).timeout(ANSWER)
                .header("Tus-Resumable", "1.0.0").header("Upload-Length", String.valueOf(transfer.size))
                .POST(BodyPublishers.noBody()).build(), BodyHandlers.discarding());
        if (answer.statusCode() != 201) throw Download.refused(answer.statusCode());
        var location = answer.headers().firstValue("Location")
                .orElseThrow(() -> new Runner.ForGood("the other side names no place for the upload"));
        desk.learn(transfer.id(), 0, null, null, URI.create(transfer.url).resolve(location).toString());
    }

    private static long offset(AgentTransfer transfer, HttpClient client) throws IOException, InterruptedException {
        HttpResponse<Void> answer = client.send(request(transfer).method("HEAD", BodyPublishers.noBody()).build(),
                BodyHandlers.discarding());
        if (answer.statusCode() != 200 && answer.statusCode() != 204) throw Download.refused(answer.statusCode());
        return answer.headers().firstValueAsLong("Upload-Offset")
                .orElseThrow(() -> new Runner.ForGood("the other side does not say where the upload stands"));
    }

    private static HttpRequest.Builder request(AgentTransfer transfer) {
        return HttpRequest.newBuilder(URI.create(String.valueOf(transfer.uploadUrl))).timeout(ANSWER)
                .header("Tus-Resumable", "1.0.0");
    }

    private void whole(AgentTransfer transfer, String connection, HttpClient client, Path source)
            throws IOException, InterruptedException {
        long size = transfer.size == null ? 0 : transfer.size;
        if (size > 0 && desk.take(transfer.id(), connection, size, size) == 0) return;
        var answer = client.send(HttpRequest.newBuilder(URI.create(transfer.url))
                .PUT(BodyPublishers.ofFile(source)).build(), BodyHandlers.discarding());
        if (answer.statusCode() / 100 != 2) throw Download.refused(answer.statusCode());
        desk.transferred(transfer.id(), connection, size, size);
        desk.completed(transfer.id());
    }
}
