package io.planshare.charging.pack;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How packages' cycles end.
 *
 * @param rollFor for so long after a cycle's end what sessions give back of it still rolls over
 * @param bookableFor for so long after it use of before may be reported; then the rest expires
 */
@ConfigurationProperties("planshare.charging.packages")
record PackageSettings(@DefaultValue("PT15M") Duration rollFor, @DefaultValue("P92D") Duration bookableFor) {}
