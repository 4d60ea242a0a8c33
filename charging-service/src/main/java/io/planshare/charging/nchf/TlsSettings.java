package io.planshare.charging.nchf;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A port for network functions that speak TLS: {@code planshare.charging.tls.*}.
 *
 * @param port beside the service's own, which stays cleartext
 * @param bundle the name of a Spring SSL bundle ({@code spring.ssl.bundle.*}) that has our key
 * @param clientCertificate whether the network function must show one that the bundle's trust store knows
 */
@ConfigurationProperties("planshare.charging.tls")
record TlsSettings(@DefaultValue("0") int port, @DefaultValue("nchf") String bundle,
        @DefaultValue("false") boolean clientCertificate) {}
