package io.planshare.charging.lane;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param count lanes of this instance
 * @param batchMax at most so many requests in one transaction
 * @param queueMax at most so many wait in a lane; more are refused at once
 * @param rateMax the most requests a second that this instance decides; 0 for as many as it can
 * @param patience so long a caller waits for an answer
 */
@ConfigurationProperties("planshare.charging.lanes")
record LaneSettings(@DefaultValue("2") int count, @DefaultValue("256") int batchMax, @DefaultValue("1000") int queueMax,
        @DefaultValue("0") int rateMax, @DefaultValue("PT5S") Duration patience) {}
