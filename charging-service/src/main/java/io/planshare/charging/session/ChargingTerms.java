package io.planshare.charging.session;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much and for how long units are granted.
 *
 * @param grant units where the network leaves it to us; 1 to 2^31-1
 * @param grantMax at most so many at once: clients hold volumes in 32 bits
 * @param validity after which the network has to report
 * @param thresholdPercent it should ask for more when so much of the grant is left
 * @param silence so long after a grant's validity a session without a word gives back what it holds
 */
@ConfigurationProperties("planshare.charging")
public record ChargingTerms(@DefaultValue("104857600") long grant, @DefaultValue("2147483647") long grantMax,
        @DefaultValue("PT10M") Duration validity, @DefaultValue("20") int thresholdPercent,
        @DefaultValue("PT10M") Duration silence) {

    public ChargingTerms {
        if (grant < 1 || grant > grantMax || grantMax > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "planshare.charging.grant lies between 1 and grant-max, that below 2^31");
        }
        if (thresholdPercent < 0 || thresholdPercent > 100) {
            throw new IllegalArgumentException("planshare.charging.threshold-percent lies between 0 and 100");
        }
    }

    /**
     * When a session that was heard of now, and never again, lets go: up to a minute late, so that one that is heard of
     * often does not move in the index of expiries each time.
     */
    Instant expiry(Instant now) {
        return now.plus(validity).plus(silence).plus(Duration.ofMinutes(1)).truncatedTo(ChronoUnit.MINUTES);
    }
}
