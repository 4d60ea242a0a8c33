package io.planshare.charging.nchf;

import java.security.KeyStore;
import java.util.Objects;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Opens a second port with TLS (HTTP/2 by ALPN, or HTTP/1.1), so that h2c with prior knowledge stays on the first. A bundle that
 * is loaded anew is taken over without a restart.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("planshare.charging.tls.port")
class TlsConfiguration {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tlsBesideCleartext(TlsSettings settings,
            SslBundles bundles) {
        return tomcat -> {
            var connector = connector(settings, bundles.getBundle(settings.bundle()));
            bundles.addBundleUpdateHandler(settings.bundle(), bundle -> connector.getProtocolHandler()
                    .addSslHostConfig(host(settings, bundle), true));
            tomcat.addAdditionalConnectors(connector);
        };
    }

    private static Connector connector(TlsSettings settings, SslBundle bundle) {
        var connector = new Connector(TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
        connector.setPort(settings.port());
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
        connector.getProtocolHandler().setExecutor(new VirtualThreadExecutor("nchf-tls-"));
        connector.addSslHostConfig(host(settings, bundle));
        connector.addUpgradeProtocol(new Http2Protocol());
        return connector;
    }

    private static SSLHostConfig host(TlsSettings settings, SslBundle bundle) {
        var host = new SSLHostConfig();
        host.setProtocols("TLSv1.2+TLSv1.3");
        host.setCertificateVerification(settings.clientCertificate() ? "required" : "none");
        var trusted = bundle.getStores().getTrustStore();
        if (trusted != null) host.setTrustStore(trusted);
        host.addCertificate(certificate(host, bundle));
        return host;
    }

    private static SSLHostConfigCertificate certificate(SSLHostConfig host, SslBundle bundle) {
        var certificate = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        KeyStore ours = Objects.requireNonNull(bundle.getStores().getKeyStore(), "the SSL bundle has no key store");
        certificate.setCertificateKeystore(ours);
        var password = bundle.getStores().getKeyStorePassword();
        if (password != null) certificate.setCertificateKeystorePassword(password);
        var keyPassword = bundle.getKey().getPassword();
        certificate.setCertificateKeyPassword(
                keyPassword == null ? Objects.requireNonNullElse(password, "") : keyPassword);
        var alias = bundle.getKey().getAlias();
        if (alias != null) certificate.setCertificateKeyAlias(alias);
        return certificate;
    }
}
