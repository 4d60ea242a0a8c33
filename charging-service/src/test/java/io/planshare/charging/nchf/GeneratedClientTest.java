package io.planshare.charging.nchf;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Tokens;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.UnitType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The running service and a client that nobody here wrote: openapi-generator makes it of 3GPP's own description (the Maven
 * profile nchf-client), and it is compiled apart from our tests.
 */
@ServiceTest
class GeneratedClientTest {

    private static final Path GENERATED = Path.of("target/nchf-client/src/main/java");
    private static final Path CLASSES = Path.of("target/nchf-client/classes");
    private static final Path DRIVER = Path.of("src/test/nchf-client/NchfClientRun.java");

    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    @LocalServerPort
    private int port;

    @BeforeAll
    static void compiled() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(GENERATED), () -> "there is no generated client in " + GENERATED
                + ": 3GPP's description is not at hand, or this was not run by Maven");
        var compiler = ToolProvider.getSystemJavaCompiler();
        Files.createDirectories(CLASSES);
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null); var generated = Files.walk(GENERATED)) {
            var sources = Stream.concat(generated.filter(path -> path.toString().endsWith(".java")), Stream.of(DRIVER))
                    .toList();
            var options = List.of("-proc:none", "-nowarn", "-d", CLASSES.toString(), "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
            var done = compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(done).as(said.toString()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
    void a_generated_client_creates_updates_and_releases(String version) throws Exception {
        var people = new NchfPeople(jdbc, keys);
        var supi = people.with(UnitType.OCTET, 200_000_000);
        try (var loader = new URLClassLoader("generated", new java.net.URL[]{CLASSES.toUri().toURL()},
                getClass().getClassLoader())) {
            var seen = run(loader, Map.of("base", "http://127.0.0.1:" + port + "/nchf-convergedcharging/v3", "token",
                    Tokens.bearer("nchf-convergedcharging"), "supi", supi, "version", version));
            var triggers = "[QUOTA_EXHAUSTED, QUOTA_THRESHOLD, VALIDITY_TIME, QHT]";
            assertThat(seen).doesNotContainKey("failed").containsEntry("version", version)
                    .containsEntry("created", "201 SUCCESS 10000000 " + triggers)
                    .containsEntry("updated", "1 SUCCESS 104857600 " + triggers).containsEntry("released", "204")
                    .containsEntry("event", "SUCCESS 500000 []");
            assertThat(seen.get("late")).startsWith("404 ").contains("\"cause\":\"CONTEXT_NOT_FOUND\"");
        }
        assertThat(people.spent(supi, UnitType.OCTET)).isEqualTo("5500000+0");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> run(ClassLoader loader, Map<String, String> given) throws Exception {
        var driver = loader.loadClass("NchfClientRun").getDeclaredConstructor().newInstance();
        return ((UnaryOperator<Map<String, String>>) driver).apply(given);
    }
}
