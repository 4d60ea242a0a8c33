package io.planshare.charging.nchf;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Tokens;
import io.planshare.model.IdentifierKeys;
import io.planshare.platform.Ports;

import static io.planshare.charging.nchf.NchfFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;

/** TLS on a port of its own, with a key made here, beside cleartext HTTP/2. */
@ServiceTest
@DirtiesContext
class TlsTest {

    private static final String PASSWORD = "for-this-test-only";
    private static final String SCOPE = "nchf-convergedcharging";
    private static final int TLS_PORT = Ports.free();

    @TempDir
    static Path directory;

    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void aKey(DynamicPropertyRegistry registry) throws Exception {
        keytool("-genkeypair", "-alias", "nchf", "-keyalg", "EC", "-dname", "CN=chf.example", "-ext",
                "san=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", store().toString(), "-storepass", PASSWORD);
        registry.add("planshare.charging.tls.port", () -> TLS_PORT);
        registry.add("spring.ssl.bundle.jks.nchf.keystore.location", () -> store().toUri().toString());
        registry.add("spring.ssl.bundle.jks.nchf.keystore.password", () -> PASSWORD);
        registry.add("spring.ssl.bundle.jks.nchf.keystore.type", () -> "PKCS12");
    }

    @Test
    void a_session_opens_over_tls_by_http2_and_another_over_cleartext_with_prior_knowledge() throws Exception {
        var people = new NchfPeople(jdbc, keys);
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(trusting()).build()) {
            var base = URI.create("https://127.0.0.1:" + TLS_PORT + NchfController.CHARGING_DATA);
            var answer = client.send(HttpRequest.newBuilder(base).header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + Tokens.bearer(SCOPE))
                    .POST(BodyPublishers.ofString(create(people.with(1000)))).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.headers().firstValue("Location")).hasValueSatisfying(
                    place -> assertThat(place).startsWith(base + "/"));
        }
        var clear = Http2PriorKnowledge.post(port, NchfController.CHARGING_DATA, Tokens.bearer(SCOPE),
                create(people.with(1000)));
        assertThat(clear).contains("\"resultCode\":\"SUCCESS\"");
    }

    private static String create(String supi) {
        return with(with(NchfDocs.CREATE, "/subscriberIdentifier", "\"" + supi + "\""),
                "/pDUSessionChargingInformation/chargingId", Long.toString(System.nanoTime()));
    }

    private static Path store() {
        return directory.resolve("nchf.p12");
    }

    private static SSLContext trusting() throws Exception {
        var ours = KeyStore.getInstance("PKCS12");
        try (var stored = Files.newInputStream(store())) {
            ours.load(stored, PASSWORD.toCharArray());
        }
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("nchf", ours.getCertificate("nchf"));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
