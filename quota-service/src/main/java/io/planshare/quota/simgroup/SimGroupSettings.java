package io.planshare.quota.simgroup;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How bars are delivered.
 *
 * @param enforcing the services that have to acknowledge what is told of a card
 * @param answerWithin without their answers it is sent again after this
 * @param answerWithinMax the wait doubles with each sending, up to this
 */
@ConfigurationProperties("planshare.sim-group")
record SimGroupSettings(@DefaultValue({
        "charging-service", "sim-allocation-service"}) List<String> enforcing,
        @DefaultValue("5s") Duration answerWithin, @DefaultValue("60s") Duration answerWithinMax) {

    SimGroupSettings {
        enforcing = List.copyOf(enforcing);
        if (!answerWithin.isPositive() || answerWithinMax.compareTo(answerWithin) < 0) {
            throw new IllegalArgumentException("planshare.sim-group: 0 < answer-within <= answer-within-max, not "
                    + answerWithin + " and " + answerWithinMax);
        }
    }

    /** @param sends how often it was sent already, at least once */
    Duration waitAfter(int sends) {
        var wait = answerWithin;
        for (int i = 1; i < sends && wait.compareTo(answerWithinMax) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(answerWithinMax) < 0 ? wait : answerWithinMax;
    }
}
