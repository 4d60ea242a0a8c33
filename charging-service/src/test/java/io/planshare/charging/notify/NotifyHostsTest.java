package io.planshare.charging.notify;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NotifyHostsTest {

    private final NotifyHosts hosts = new NotifyHosts(List.of("smf.Example", "10.0.0.7", "[::1]"));

    @ParameterizedTest
    @ValueSource(strings = {"http://smf.example/n/1", "HTTPS://SMF.EXAMPLE:8443", "http://10.0.0.7:80/?a=b",
            "http://[::1]:9/x"})
    void a_listed_host_may_be_called_on_any_port(String uri) {
        assertThat(hosts.refusal(URI.create(uri))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://other.example/", "http://smf.example.evil/", "http://evil/smf.example",
            "http://smf.example@evil/", "http://evil#smf.example", "http://smf.example/#x", "file:///etc/passwd",
            "ftp://smf.example/", "smf.example", "/smf.example", "http:smf.example", "http:///x", "http://10.0.0.71/",
            "http://[::2]/", "http://167772167/", "mailto:a@smf.example"})
    void nothing_else_may(String uri) {
        assertThat(hosts.refusal(URI.create(uri))).isPresent();
    }
}
