package io.planshare.suite.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import io.planshare.suite.issuer.DemoClient;

/** Enters the story into a new suite, once the services answer; what is there already stays as it is. */
@Component
class Demos {
    private static final Logger LOG = LoggerFactory.getLogger(Demos.class);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** A fixed time: asking for the same thing twice is then the same request. */
    private static final String SINCE = "2026-01-01T00:00:00Z";

    static final String ENROLLMENT = "enrollment-service";
    static final String CHARGING = "charging-service";

    private final ServiceClient services;
    private volatile State state = new State.Waiting();

    Demos(ServiceClient services) {
        this.services = services;
    }

    /** How far it is. */
    sealed interface State {
        record Waiting() implements State {}

        record Created() implements State {}

        /** Somebody refused for good; the suite works without the story. */
        record Failed(String reason) implements State {}
    }

    /** One thing to enter. */
    private record Step(String service, String path, Map<String, Object> body) {}

    State state() {
        return state;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        Thread.ofVirtual().name("demo").start(this::enter);
    }

    private void enter() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (Step step : steps()) {
                while (!isDone(step)) {
                    if (System.nanoTime() > deadline) {
                        throw new IOException(step.service() + " did not take " + step.path() + " in time");
                    }
                    Thread.sleep(PAUSE);
                }
            }
            state = new State.Created();
        } catch (IOException e) {
            LOG.warn("The demo is not complete; the suite works without it", e);
            state = new State.Failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False: ask again in a moment, because the service is starting or waits for another's facts. */
    private boolean isDone(Step step) throws IOException, InterruptedException {
        ServiceClient.Answer answer;
        try {
            answer = services.post(DemoClient.BACK_OFFICE, step.service(), step.path(), step.body(),
                    "demo-" + step.body().get("id"));
        } catch (IOException away) {
            return false;
        }
        if (answer.status() == 201 || answer.isProblem("id-taken") || answer.isProblem("idempotency-key-reused")) {
            return true;
        }
        boolean passing = answer.status() >= 500 || answer.status() == 409 || answer.status() == 401
                || answer.isProblem("unknown-subscription");
        if (!passing) {
            throw new IOException(step.service() + " refuses " + step.path() + ": " + answer.body());
        }
        return false;
    }

    private static List<Step> steps() {
        var steps = new ArrayList<Step>();
        for (Person person : Person.values()) {
            steps.add(new Step(ENROLLMENT, "/v1/parties",
                    Map.of("id", person.party(), "type", person.type(), "name", person.label())));
        }
        for (Person person : Person.values()) {
            if (person.hasAccount()) {
                steps.add(new Step(ENROLLMENT, "/v1/accounts",
                        Map.of("id", person.account(), "partyId", person.party(), "currency", "EUR")));
            }
        }
        steps.add(new Step(ENROLLMENT, "/v1/devices", Car.device()));
        for (Person person : Person.values()) {
            steps.add(new Step(ENROLLMENT, "/v1/subscriptions", subscription(person)));
        }
        steps.add(new Step(ENROLLMENT, "/v1/devices/" + Car.ID + "/enrollments", Car.ownersEnrollment(SINCE)));
        steps.add(new Step(ENROLLMENT, "/v1/devices/" + Car.ID + "/enrollments", Car.guestsEnrollment(SINCE)));
        for (Pool pool : Pool.values()) {
            steps.add(new Step(CHARGING, "/v1/provider-accounts", pool.json(SINCE)));
        }
        return steps;
    }

    private static Map<String, Object> subscription(Person person) {
        var subscription = new java.util.LinkedHashMap<String, Object>(Map.of("id", person.subscription(), "accountId",
                person.account(), "planId", DemoId.of(1), "imsi", person.imsi()));
        if (person == Person.FLEET) {
            subscription.put("deviceId", Car.ID);
        }
        return subscription;
    }
}
