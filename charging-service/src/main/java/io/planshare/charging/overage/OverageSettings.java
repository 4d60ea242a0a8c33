package io.planshare.charging.overage;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a consent that does not say it means.
 *
 * @param roamingLimitMinor at most so much abroad in a cycle, in minor units of the consent's currency (the EU's rule: 50 euro)
 */
@ConfigurationProperties("planshare.charging.overage")
record OverageSettings(@DefaultValue("5000") long roamingLimitMinor) {
    OverageSettings {
        if (roamingLimitMinor < 0) {
            throw new IllegalArgumentException("planshare.charging.overage.roaming-limit-minor is 0 or more");
        }
    }
}
