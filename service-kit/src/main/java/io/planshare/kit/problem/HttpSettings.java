package io.planshare.kit.problem;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a service takes over HTTP.
 *
 * @param bodyMax the largest request body; a larger one is refused with 413
 */
@ConfigurationProperties("planshare.http")
record HttpSettings(@DefaultValue("1MB") DataSize bodyMax) {}
