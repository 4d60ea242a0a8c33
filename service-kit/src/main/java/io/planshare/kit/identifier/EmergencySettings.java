package io.planshare.kit.identifier;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which traffic is emergency traffic in this operator's network.
 *
 * @param ratingGroups the rating groups its network gives to emergency services
 * @param dnns the data networks of emergency sessions (TS 23.003 clause 19.4.2.4 keeps {@code sos} for them)
 */
@ConfigurationProperties("planshare.emergency")
record EmergencySettings(@DefaultValue("911") Set<Long> ratingGroups, @DefaultValue("sos") Set<String> dnns) {}
