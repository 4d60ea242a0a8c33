package io.planshare.suite.replay;

import java.net.URI;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Callable;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One data session of somebody, as its SMF reports it: it uses all that is granted and asks for more, until nothing is
 * granted; called again, it asks again. What it is about to report is written down first; a request without an answer is
 * sent again, unchanged, and one in ten is sent again though it was answered.
 */
final class Phone implements Callable<Void> {

    private static final int REPEATED_OF = 10;

    private final SuiteApi network;
    private final URI charging;
    private final String name;
    private final String supi;
    private final URI notifyUri;
    private final Random random;
    private volatile long wish;
    private volatile long intended;
    private URI session = URI.create("");
    private long granted;
    private int sequence;

    /** @param wish so many octets are asked for at a time */
    Phone(SuiteApi network, URI charging, String name, String supi, URI notifyUri, long wish, Random random) {
        this.network = network;
        this.charging = charging.resolve("/nchf-convergedcharging/v3/chargingdata");
        this.name = name;
        this.supi = supi;
        this.notifyUri = notifyUri;
        this.wish = wish;
        this.random = random;
    }

    void wish(long octets) {
        wish = octets;
    }

    /** Octets that were used: reported, or about to be. */
    long intended() {
        return intended;
    }

    @Override
    public Void call() throws InterruptedException {
        if (sequence == 0) open();
        else
            useAndAsk();
        while (granted > 0)
            useAndAsk();
        return null;
    }

    /** Asks, and uses what is granted once, so many octets; what is granted then is held. */
    long callOnce() throws InterruptedException {
        long before = intended;
        if (sequence == 0) open();
        else if (granted == 0)
            useAndAsk();
        if (granted > 0) useAndAsk();
        return intended - before;
    }

    private void useAndAsk() throws InterruptedException {
        long used = granted;
        intended += used;
        granted = granted(ask(URI.create(session + "/update"), body(used, ""), 200));
    }

    private void open() throws InterruptedException {
        var answer = ask(charging, body(0, "\"subscriberIdentifier\":\"" + supi + "\",\"notifyUri\":\"" + notifyUri
                + "\",\"chargingId\":" + Integer.toUnsignedLong(name.hashCode()) + ","), 201);
        session = URI.create(charging + answer.location().substring(answer.location().lastIndexOf('/')));
        granted = granted(answer);
    }

    private SuiteApi.Answer ask(URI url, String body, int expected) throws InterruptedException {
        var answer = network.post(url, body, null);
        assertThat(answer.status()).as(answer.body()).isEqualTo(expected);
        if (random.nextInt(REPEATED_OF) == 0) {
            assertThat(network.post(url, body, null).body()).as("repeated").isEqualTo(answer.body());
        }
        sequence++;
        return answer;
    }

    private String body(long used, String more) {
        var report = used == 0
                ? ""
                : ",\"usedUnitContainer\":[{\"localSequenceNumber\":" + sequence + ",\"totalVolume\":" + used + "}]";
        return "{" + more + head() + ",\"multipleUnitUsage\":[{\"ratingGroup\":10,\"requestedUnit\":{\"totalVolume\":"
                + wish + "}" + report + "}]}";
    }

    private String head() {
        return "\"nfConsumerIdentification\":{\"nFName\":\"" + name
                + "\",\"nodeFunctionality\":\"SMF\"},\"invocationTimeStamp\":\"" + Instant.now()
                + "\",\"invocationSequenceNumber\":" + sequence;
    }

    private static long granted(SuiteApi.Answer answer) {
        return answer.json().get("multipleUnitInformation").valueStream().map(unit -> unit.path("grantedUnit"))
                .filter(JsonNode::isObject).mapToLong(unit -> unit.path("totalVolume").asLong(0)).sum();
    }
}
