package io.planshare.suite.replay;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.planshare.suite.replay.Cast.Handset;

/**
 * Reports one device's records on a charging session as an SMF does: it asks for units before they are used, and each report
 * carries what was used and the wish for what comes next (TS 32.290, session based charging).
 */
final class NetworkFunction {

    private static final long WISH_AT_LEAST = 4_000_000;
    /** Clients hold volumes in 32 bits, and so do grants. */
    private static final long WISH_AT_MOST = Integer.MAX_VALUE;

    private final SuiteApi network;
    private final URI charging;
    private final String name;
    private final String fileHash;
    private final Duration shift;

    /**
     * @param name of the network function: container numbers are unique in it
     * @param shift added to each record's time
     */
    NetworkFunction(SuiteApi network, URI charging, String name, String fileHash, Duration shift) {
        this.network = network;
        this.charging = charging.resolve("/nchf-convergedcharging/v3/chargingdata");
        this.name = name;
        this.fileHash = fileHash;
        this.shift = shift;
    }

    /** @param records of this device, in time order; at least one */
    void report(Handset handset, List<TraceRecord> records, Progress progress) throws InterruptedException {
        var chargingId = Integer.toUnsignedLong((fileHash + handset.name()).hashCode());
        var began = at(records.getFirst()).minusSeconds(1);
        var created = ask(charging,
                "{\"subscriberIdentifier\":\"" + handset.owner().imsi().supi() + "\",\"chargingId\":" + chargingId
                        + ",\"pDUSessionChargingInformation\":{\"chargingId\":" + chargingId + ",\"sMFchargingId\":\""
                        + fileHash.substring(0, 16)
                        + "-" + handset.name() + "\",\"userInformation\":{\"servedPEI\":\"" + handset.imei().pei()
                        + "\"},\"pduSessionInformation\":{\"pduSessionID\":1,\"dnnId\":\"internet\"}}," + head(began, 0)
                        + ",\"multipleUnitUsage\":[" + wish(records.getFirst()) + "]}",
                201);
        var session = charging + created.location().substring(created.location().lastIndexOf('/'));
        int sequence = 1;
        for (int i = 0; i + 1 < records.size(); i++) {
            var used = records.get(i);
            var next = records.get(i + 1);
            ask(URI.create(session + "/update"), "{" + head(at(used), sequence++) + ",\"multipleUnitUsage\":["
                    + usedAndWished(used, next) + "]}", 200);
            progress.step();
        }
        ask(URI.create(session + "/release"), "{" + head(at(records.getLast()), sequence) + ",\"multipleUnitUsage\":[{"
                + used(records.getLast()) + "}]}", 204);
        progress.step();
    }

    private SuiteApi.Answer ask(URI url, String body, int expected) throws InterruptedException {
        var answer = network.post(url, body, null);
        if (answer.status() != expected) {
            throw new ReplayFailed(
                    "charging answers " + answer.status() + " instead of " + expected + ": " + answer.body());
        }
        return answer;
    }

    private String head(Instant at, int sequence) {
        return "\"nfConsumerIdentification\":{\"nFName\":\"" + name
                + "\",\"nodeFunctionality\":\"SMF\"},\"invocationTimeStamp\":\""
                + at + "\",\"invocationSequenceNumber\":" + sequence;
    }

    private String usedAndWished(TraceRecord used, TraceRecord next) {
        if (RatingGroup.of(used) != RatingGroup.of(next)) return "{" + used(used) + "}," + wish(next);
        return "{" + used(used) + "," + requested(next) + "}";
    }

    private String used(TraceRecord data) {
        return "\"ratingGroup\":" + RatingGroup.of(data).number + ",\"usedUnitContainer\":[{\"localSequenceNumber\":"
                + data.line()
                + ",\"triggerTimestamp\":\"" + at(data) + "\",\"totalVolume\":" + data.octets() + "}]";
    }

    private static String wish(TraceRecord data) {
        return "{\"ratingGroup\":" + RatingGroup.of(data).number + "," + requested(data) + "}";
    }

    private static String requested(TraceRecord data) {
        return "\"requestedUnit\":{\"totalVolume\":" + Math.clamp(data.octets(), WISH_AT_LEAST, WISH_AT_MOST) + "}";
    }

    private Instant at(TraceRecord data) {
        return data.at().plus(shift);
    }
}
