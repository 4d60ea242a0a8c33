package io.planshare.theft.restriction;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long an answer to a restriction is waited for.
 *
 * @param answerWithin after which an event without all answers is sent again
 * @param answerWithinMax the wait doubles with each sending, up to this
 */
@ConfigurationProperties("planshare.restriction")
record RestrictionSettings(@DefaultValue("5s") Duration answerWithin, @DefaultValue("60s") Duration answerWithinMax) {

    RestrictionSettings {
        if (!answerWithin.isPositive() || answerWithinMax.compareTo(answerWithin) < 0) {
            throw new IllegalArgumentException(
                    "planshare.restriction: 0 < answer-within <= answer-within-max, not " + answerWithin + " and "
                            + answerWithinMax);
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
