package io.planshare.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** The sessions of one connection, and their updates in turn: each reports what was used and asks for more. */
final class ChargingCalls implements Call {

    private static final String PATH = "/nchf-convergedcharging/v3/chargingdata";

    private static final class Session {
        private final byte[] head;
        private long sequence;

        Session(String path, String token) {
            this.head = head(path, token);
        }
    }

    private final List<Session> sessions = new ArrayList<>();
    private final String name;
    private final int ratingGroups;
    private int turn;

    private ChargingCalls(String name, int ratingGroups) {
        this.name = name;
        this.ratingGroups = ratingGroups;
    }

    /** @param suffix {@code update}, or {@code no-op} */
    static ChargingCalls of(String name, List<String> refs, String suffix, String token) {
        return of(name, refs, suffix, 1, token);
    }

    /** @param ratingGroups so many are reported and asked for by each update */
    static ChargingCalls of(String name, List<String> refs, String suffix, int ratingGroups, String token) {
        var calls = new ChargingCalls(name, ratingGroups);
        refs.forEach(ref -> calls.sessions.add(new Session(PATH + "/" + ref + "/" + suffix, token)));
        return calls;
    }

    static byte[] create(String name, String supi, String token) {
        var body = "{\"subscriberIdentifier\":\"" + supi + "\"," + invocation(name, 0) + "}";
        return whole(head(PATH, token), body);
    }

    private static byte[] head(String path, String token) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nContent-Length: ").getBytes(StandardCharsets.US_ASCII);
    }

    private static String invocation(String name, long sequence) {
        return "\"nfConsumerIdentification\":{\"nFName\":\"" + name
                + "\",\"nodeFunctionality\":\"SMF\"},\"invocationTimeStamp\":\"" + Instant.now()
                + "\",\"invocationSequenceNumber\":" + sequence;
    }

    @Override
    public byte[] next() {
        var session = sessions.get(turn);
        turn = (turn + 1) % sessions.size();
        long sequence = ++session.sequence;
        var usage = new StringJoiner(",", ",\"multipleUnitUsage\":[", "]}");
        for (int i = 1; i <= ratingGroups; i++) {
            usage.add("{\"ratingGroup\":" + 10 * i + ",\"requestedUnit\":{\"totalVolume\":1000000},"
                    + "\"usedUnitContainer\":[{\"localSequenceNumber\":" + sequence + ",\"totalVolume\":900000}]}");
        }
        return whole(session.head, "{" + invocation(name, sequence) + usage);
    }

    private static byte[] whole(byte[] head, String body) {
        var rest = (body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
        var whole = new byte[head.length + rest.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(rest, 0, whole, head.length, rest.length);
        return whole;
    }
}
