package io.planshare.kit.topic;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.planshare.event.Topic;

/** @param publishes the topics this service publishes, by their stems: {@code device,payer-map} */
@ConfigurationProperties("planshare.events")
record EventSettings(@DefaultValue Set<Topic> publishes) {}
