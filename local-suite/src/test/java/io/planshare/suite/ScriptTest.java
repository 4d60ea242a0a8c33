package io.planshare.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The shell script {@code planshare} on a made-up house: sources, jars, JDKs and a Maven that only says what it was asked. */
class ScriptTest {
    private static final List<String> MODULES = List.of("common-model", "embedded-platform", "service-kit",
            "enrollment-service", "quota-service", "charging-service", "sim-allocation-service",
            "theft-detection-service", "local-suite");

    @TempDir
    Path temporary;
    private Path house = Path.of("");
    private Path jdks = Path.of("");
    private Path repository = Path.of("");

    @BeforeEach
    void build_a_house() throws IOException {
        house = Files.createDirectories(temporary.resolve("a house with spaces"));
        jdks = Files.createDirectories(temporary.resolve("some jdks"));
        repository = temporary.resolve("other.jar");
        Files.copy(Path.of(System.getProperty("user.dir")).resolveSibling("planshare"), house.resolve("planshare"));
        Files.writeString(house.resolve("pom.xml"), "<project/>");
        for (String module : MODULES) {
            Files.createDirectories(house.resolve(module).resolve("src/main/java"));
            Files.writeString(house.resolve(module).resolve("pom.xml"), "<project/>");
            Files.createDirectories(house.resolve(module).resolve("target"));
        }
        program(house.resolve("bin/mvn"),
                """
                echo "maven: $*" >>"%1$s/mvn.log"
                echo "[INFO] Building service-kit 0.1.0                                  [3/9]"
                [ ! -e "%1$s/broken" ] || { echo '[ERROR] it does not compile'; exit 1; }
                : >"%1$s/local-suite/target/local-suite-0.1.0.jar"
                : >"%1$s/service-kit/target/service-kit-0.1.0.jar"
                : >"%2$s"
                printf '%%s' "%1$s/service-kit/target/service-kit-0.1.0.jar:%2$s" \
                    >"%1$s/local-suite/target/suite.classpath"
                """.formatted(house, repository));
    }

    @Test
    void without_a_jdk_25_one_sentence_says_where_to_get_one() throws Exception {
        jdk("jdk-21", "21.0.4");
        jdk("jdk-26", "26");

        var answer = planshare("up");

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("needs a JDK 25 and found none").contains("https://adoptium.net");
        assertThat(answer.err().split("run this again")).hasSize(2);
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void a_jdk_25_is_found_among_others() throws Exception {
        jdk("jdk-17", "17.0.15");
        jdk("jdk-25", "25.0.3");
        jdk("jdk-8", "1.8.0_425");

        assertThat(planshare("up").out()).contains("java of jdk-25");
    }

    @Test
    void a_runtime_without_a_compiler_is_no_jdk() throws Exception {
        jdk("jre-25", "25.0.3");
        Files.delete(jdks.resolve("jre-25/bin/javac"));

        assertThat(planshare("up").err()).contains("needs a JDK 25");
    }

    @Test
    void java_home_is_asked_first() throws Exception {
        jdk("jdk-25", "25.0.3");
        program(temporary.resolve("elsewhere/bin/java"), "echo java of elsewhere");
        program(temporary.resolve("elsewhere/bin/javac"), "");
        Files.writeString(temporary.resolve("elsewhere/release"), "JAVA_VERSION=\"25\"\n");

        var answer = planshare(Map.of("JAVA_HOME", temporary.resolve("elsewhere").toString(), "PLANSHARE_JDKS", ""),
                "up");

        assertThat(answer.out()).contains("java of elsewhere");
    }

    @Test
    void it_builds_once_and_again_only_when_a_source_is_newer() throws Exception {
        jdk("jdk-25", "25.0.3");

        assertThat(planshare("up").out()).contains("Building").contains("3/9 service-kit").contains("Built in");
        assertThat(planshare("up").out()).doesNotContain("Building").contains("java of jdk-25");
        assertThat(builds()).hasSize(1).first().asString().contains("-pl local-suite -am").contains("-DskipTests");

        Files.writeString(house.resolve("charging-service/src/main/java/New.java"), "class New {}");
        Files.setLastModifiedTime(house.resolve("charging-service/src/main/java/New.java"),
                java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 2000));
        planshare("up");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void it_builds_again_when_a_jar_is_gone() throws Exception {
        jdk("jdk-25", "25.0.3");
        planshare("up");
        Files.delete(repository);

        planshare("up");

        assertThat(builds()).hasSize(2);
    }

    @Test
    void a_broken_build_shows_its_errors_and_starts_nothing() throws Exception {
        jdk("jdk-25", "25.0.3");
        Files.writeString(house.resolve("broken"), "");

        var answer = planshare("up");

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("it does not compile").contains("the build failed").contains("build.log");
        assertThat(answer.out()).doesNotContain("java of");
    }

    @Test
    void it_runs_copies_so_that_a_build_does_not_disturb_a_running_suite() throws Exception {
        jdk("jdk-25", "25.0.3");

        var answer = planshare("up", "--port-base", "9080");

        assertThat(answer.out()).contains("CLASSPATH=" + house + "/.planshare/app/local-suite.jar:" + house
                + "/.planshare/app/service-kit-0.1.0.jar:" + repository);
        assertThat(answer.out()).contains("arguments: ").contains("io.planshare.suite.Suite up --port-base 9080");
    }

    @Test
    void the_data_directory_may_be_named_anywhere_after_the_command() throws Exception {
        jdk("jdk-25", "25.0.3");

        var answer = planshare("up", "--processes", "--data", temporary + "/my data", "--port-base", "9080");

        assertThat(answer.out()).contains("-Dplanshare.home=" + temporary.toRealPath() + "/my data ")
                .contains("Suite up --processes --port-base 9080");
        assertThat(planshare("up", "--data").err()).contains("--data needs a directory");
    }

    @Test
    void it_works_from_any_directory_and_through_a_link() throws Exception {
        jdk("jdk-25", "25.0.3");
        Files.createDirectories(temporary.resolve("bin"));
        Files.createSymbolicLink(temporary.resolve("bin/planshare"), Path.of("../a house with spaces/planshare"));

        var answer = run(Map.of(), temporary, List.of("sh", "bin/planshare", "up"));

        assertThat(answer.out()).contains("java of jdk-25").contains(house + "/.planshare");
    }

    @Test
    void commands_that_need_a_suite_say_when_there_is_none() throws Exception {
        jdk("jdk-25", "25.0.3");
        for (String command : List.of("status", "down", "token", "replay")) {
            assertThat(planshare(command).err()).as(command).contains("./planshare up");
        }
        assertThat(planshare("logs").err()).contains("no logs");
        assertThat(builds()).isEmpty();
    }

    @Test
    void logs_shows_the_end_of_one_service() throws Exception {
        Files.createDirectories(house.resolve(".planshare/logs"));
        Files.writeString(house.resolve(".planshare/logs/charging-service.log"), "a line of charging\n");
        Files.writeString(house.resolve(".planshare/logs/quota-service.log"), "a line of quota\n");

        assertThat(planshare("logs", "charging").out()).isEqualTo("a line of charging\n");
        assertThat(planshare("logs").out()).contains("a line of charging").contains("a line of quota");
        assertThat(planshare("logs", "billing").err()).contains("billing-service.log");
    }

    @Test
    void an_unknown_command_is_named_and_help_needs_nothing() throws Exception {
        assertThat(planshare("fly").err()).contains("there is no command fly");
        assertThat(planshare("help").out()).contains("./planshare up").contains("./planshare reset");
        assertThat(planshare().code()).isZero();
    }

    private record Answer(int code, String out, String err) {}

    private Answer planshare(String... arguments) throws Exception {
        return planshare(Map.of(), arguments);
    }

    private Answer planshare(Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("sh", house.resolve("planshare").toString()));
        command.addAll(List.of(arguments));
        return run(environment, temporary, command);
    }

    private Answer run(Map<String, String> environment, Path directory, List<String> command) throws Exception {
        Path out = temporary.resolve("out.txt");
        Path err = temporary.resolve("err.txt");
        var builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA") || name.startsWith("PLANSHARE"));
        builder.environment().put("PATH", house.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("PLANSHARE_JDKS", jdks.toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private List<String> builds() throws IOException {
        Path log = house.resolve("mvn.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private void jdk(String name, String version) throws IOException {
        program(jdks.resolve(name).resolve("bin/java"), """
                                                        echo "java of %s"
                                                        echo "CLASSPATH=${CLASSPATH:-}"
                                                        echo "arguments: $*"
                                                        """.formatted(name));
        program(jdks.resolve(name).resolve("bin/javac"), "");
        Files.writeString(jdks.resolve(name).resolve("release"),
                "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, ("#!/bin/sh\n" + text).getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
