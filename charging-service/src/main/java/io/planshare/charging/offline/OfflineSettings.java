package io.planshare.charging.offline;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param recordsMax at most so many records in one call
 * @param chunk so many are charged in one transaction
 * @param callsMax so many calls are read at once; more are told to come back
 * @param chunksMax so many transactions run at once; others wait for their turn
 * @param askFor so long a call may ask enrollment who paid long ago
 */
@ConfigurationProperties("planshare.charging.offline")
record OfflineSettings(@DefaultValue("10000") int recordsMax, @DefaultValue("1000") int chunk,
        @DefaultValue("16") int callsMax, @DefaultValue("2") int chunksMax,
        @DefaultValue("PT10S") Duration askFor) {

    OfflineSettings {
        if (chunk < 1 || chunk > recordsMax) {
            throw new IllegalArgumentException("planshare.charging.offline.chunk lies between 1 and records-max");
        }
        if (callsMax < 1 || chunksMax < 1) {
            throw new IllegalArgumentException("planshare.charging.offline.calls-max and chunks-max are 1 or more");
        }
    }
}
