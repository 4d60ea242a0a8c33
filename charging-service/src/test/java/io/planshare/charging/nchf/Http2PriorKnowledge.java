package io.planshare.charging.nchf;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One POST over cleartext HTTP/2 without asking first (RFC 9113 clause 3.3), as network functions do and Java's own
 * client cannot. Headers go as literals (RFC 7541 clause 6.2.2), so it needs no tables.
 */
final class Http2PriorKnowledge {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int STREAM = 1;

    private Http2PriorKnowledge() {}

    /** The answer's body. */
    static String post(int port, String path, String token, String json) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            var out = new DataOutputStream(socket.getOutputStream());
            out.write(PREFACE);
            frame(out, SETTINGS, 0, 0, new byte[0]);
            frame(out, HEADERS, END_HEADERS, STREAM, headers(Map.of(":method", "POST", ":scheme", "http", ":path", path,
                    ":authority", "127.0.0.1:" + port),
                    Map.of("content-type", "application/json", "authorization",
                            "Bearer " + token)));
            frame(out, DATA, END_STREAM, STREAM, json.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return body(new DataInputStream(socket.getInputStream()));
        }
    }

    private static byte[] headers(Map<String, String> pseudo, Map<String, String> others) {
        var block = new ByteArrayOutputStream();
        pseudo.forEach((name, value) -> literal(block, name, value));
        others.forEach((name, value) -> literal(block, name, value));
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        int rest = bytes.length - 127;
        block.write(Math.min(bytes.length, 127));
        if (rest >= 0) {
            for (; rest >= 128; rest /= 128)
                block.write(rest % 128 + 128);
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
            throws IOException {
        out.write(ByteBuffer.allocate(9).putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).array());
        out.write(payload);
    }

    private static String body(DataInputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            int lengthAndType = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            var payload = in.readNBytes(lengthAndType >>> 8);
            if (stream != STREAM) continue;
            if ((lengthAndType & 0xff) == DATA) body.writeBytes(payload);
            if ((flags & END_STREAM) != 0) return body.toString(StandardCharsets.UTF_8);
        }
    }
}
