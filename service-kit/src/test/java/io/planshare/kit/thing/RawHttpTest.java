package io.planshare.kit.thing;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/** What no well-behaved client library would send. */
@ServiceTest
class RawHttpTest {

    private static final int MEGABYTE = 1024 * 1024;

    @LocalServerPort
    int port;

    @Test
    void A_body_that_is_announced_too_large_is_413_at_once() throws IOException {
        assertProblem(send(head("Content-Length: " + (MEGABYTE + 1))), 413, "body-too-large");
    }

    @Test
    void A_body_that_grows_too_large_is_413() throws IOException {
        var chunk = "4000\r\n" + " ".repeat(0x4000) + "\r\n";
        assertProblem(send(head("Transfer-Encoding: chunked") + chunk.repeat(70) + "0\r\n\r\n"), 413, "body-too-large");
    }

    @Test
    void A_body_that_ends_before_its_announced_end_is_400() throws IOException {
        assertProblem(send(head("Content-Length: 500") + "{\"name\":"), 400, "body-truncated");
    }

    @Test
    void A_chunked_body_that_ends_within_a_chunk_is_400() throws IOException {
        assertProblem(send(head("Transfer-Encoding: chunked") + "40\r\n{\"name\":"), 400, "body-truncated");
    }

    @Test
    void A_body_with_a_broken_chunk_is_400() throws IOException {
        assertProblem(send(head("Transfer-Encoding: chunked") + "zz\r\n{}\r\n0\r\n\r\n"), 400, "body-truncated");
    }

    @Test
    void Bytes_that_are_no_utf8_are_400() throws IOException {
        assertProblem(send(head("Content-Length: 24") + "{\"name\":\"\u00ff\u00fe\",\"octets\":5}"), 400,
                "malformed-json");
    }

    @Test
    void Too_large_headers_are_refused_without_a_page() throws IOException {
        assertProblem(send("GET /v1/things HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n"),
                400,
                "malformed-request");
    }

    @Test
    void A_malformed_request_line_is_refused_without_a_page() throws IOException {
        assertProblem(send("GET /v1/things?q=<script>|{} HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400,
                "malformed-request");
        assertProblem(send("GET /v1/things HTTP/1.1\r\nHost: local host\r\n\r\n"), 400, "malformed-request");
    }

    @Test
    void Two_lengths_of_one_body_are_refused() throws IOException {
        assertProblem(send(head("Content-Length: 2\r\nContent-Length: 3") + "{}"), 400, "malformed-request");
    }

    @Test
    void A_control_character_in_a_header_does_not_come_through() throws IOException {
        var answer = send(
                "GET /v1/things HTTP/1.1\r\nHost: localhost\r\nPlanshare-Reason: a\u0001b\r\nConnection: close\r\n\r\n");
        assertProblem(answer, 400, "malformed-request");
    }

    private static String head(String length) {
        return "POST /v1/things HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + Tokens.bearer("thing:write") + "\r\n" + length + "\r\n\r\n";
    }

    private static void assertProblem(String answer, int status, String slug) {
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json")
                .contains("urn:planshare:problem:" + slug + "\"").doesNotContainIgnoringCase("<html")
                .doesNotContain("Tomcat", "Exception");
    }

    /** Sends, tells the server that nothing more will come, and reads all it answers. */
    private String send(String request) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
