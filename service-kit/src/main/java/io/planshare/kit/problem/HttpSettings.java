package io.planshare.kit.problem;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a service takes over HTTP.
 *
 * @param bodyMax the largest request body; a larger one is refused with 413
 * @param bodyMaxOf another limit for single paths: of operations that read their body as a stream
 */
@ConfigurationProperties("planshare.http")
record HttpSettings(@DefaultValue("1MB") DataSize bodyMax, @DefaultValue Map<String, DataSize> bodyMaxOf) {

    HttpSettings {
        bodyMaxOf = Map.copyOf(bodyMaxOf);
    }

    /** By the decoded path, as the controllers are found. */
    long octetsMax(String path) {
        return bodyMaxOf.getOrDefault(path, bodyMax).toBytes();
    }
}
