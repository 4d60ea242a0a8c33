package io.planshare.suite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PortCheckTest {
    private final UpOptions options = UpOptions.parse(List.of("--port-base", Integer.toString(FreePorts.base())));

    @Test
    void free_ports_are_no_reason_to_complain() {
        assertThatCode(() -> PortCheck.requireFree(options, true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1"})
    void a_taken_port_is_named_with_its_service_and_what_to_do(String address) throws IOException {
        try (var taken = new ServerSocket()) {
            int port = options.ports().of(new Instance(Service.CHARGING, 1));
            taken.bind(new InetSocketAddress(InetAddress.getByName(address), port));

            assertThatThrownBy(() -> PortCheck.requireFree(options, true)).isInstanceOf(Refused.class)
                    .hasMessageContaining("port " + port + " (for charging-service)")
                    .hasMessageContaining("--port-base");
        }
    }

    @Test
    void every_taken_port_is_named() throws IOException {
        try (var home = new ServerSocket(options.ports().home());
                var kafka = new ServerSocket(options.ports().kafka())) {
            assertThat(home.isBound() && kafka.isBound()).isTrue();
            assertThatThrownBy(() -> PortCheck.requireFree(options, true))
                    .hasMessageContaining("for the home page and token issuer").hasMessageContaining("for Kafka");
            assertThatThrownBy(() -> PortCheck.requireFree(options, false)).hasMessageNotContaining("Kafka");
        }
    }
}
