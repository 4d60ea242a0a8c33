package io.planshare.charging.payer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.observation.ObservationRegistry;

import io.planshare.charging.payer.Payers.Question;
import io.planshare.model.DeviceId;

/**
 * Asks enrollment who paid at instants that our payer map no longer reaches; off the hot path. While enrollment fails it is
 * left alone for a while, so that nobody waits for it in vain.
 */
@Component
public class HistoryClient {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryClient.class);
    private static final int CALLS_JUDGED = 10;
    private static final int CALLS_BEFORE_JUDGING = 5;

    private final RestClient enrollment;
    private final CircuitBreaker breaker;
    private final boolean mayAsk;

    HistoryClient(PeerSettings settings, ObservationRegistry observations) {
        this.enrollment = PeerHttp.toEnrollment(settings, observations);
        this.mayAsk = settings.clientSecret() != null && !settings.clientSecret().isBlank();
        this.breaker = CircuitBreaker.of("enrollment", CircuitBreakerConfig.custom().slidingWindowSize(CALLS_JUDGED)
                .minimumNumberOfCalls(CALLS_BEFORE_JUDGING).waitDurationInOpenState(settings.leftAlone())
                .permittedNumberOfCallsInHalfOpenState(1).ignoreExceptions(HttpClientErrorException.class).build());
        if (!mayAsk) LOG.warn("No planshare.peers.client-secret: use older than the payer map will be answered 503");
    }

    /** Empty when enrollment can not be asked now, or does not know the device. */
    public Optional<Map<Question, Payer>> whoPaid(DeviceId device, Set<Question> questions) {
        if (!mayAsk) return Optional.empty();
        var answers = new HashMap<Question, Payer>();
        try {
            for (var question : questions)
                answers.put(question, breaker.executeSupplier(() -> ask(device, question)));
            return Optional.of(answers);
        } catch (CallNotPermittedException _) {
            return Optional.empty();
        } catch (RestClientException | OAuth2AuthorizationException e) {
            LOG.warn("Enrollment did not tell who paid on device {} and the network is told to try again; towards"
                    + " enrollment the breaker is {}: {}", device, breaker.getState(), e.getMessage());
            return Optional.empty();
        }
    }

    private Payer ask(DeviceId device, Question question) {
        var answer = enrollment.post().uri("/v1/payer-resolutions").body(ResolutionQuestion.of(device, question))
                .retrieve().body(ResolutionAnswer.class);
        if (answer == null) throw new RestClientException("enrollment answered without a body");
        return answer.payerOf();
    }
}
