package io.planshare.quota.deduction;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When cycles are closed.
 *
 * @param grace how long after a cycle's end use of it may arrive before it is closed
 * @param lateFor for so long use that arrives after the close opens another one
 * @param patience after so long without an answer charging is asked again
 * @param patienceForAMove so much longer for each move that charging has to post
 */
@ConfigurationProperties("planshare.quota.close")
record DeductionSettings(@DefaultValue("PT48H") Duration grace, @DefaultValue("P1D") Duration lateFor,
        @DefaultValue("PT60S") Duration patience, @DefaultValue("PT0.01S") Duration patienceForAMove) {}
