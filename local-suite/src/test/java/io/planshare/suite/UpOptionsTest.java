package io.planshare.suite;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UpOptionsTest {

    @Test
    void without_options_there_is_one_of_each_on_the_usual_ports() {
        var options = parse();

        assertThat(options.processes()).isFalse();
        assertThat(options.all()).extracting(Instance::name).containsExactly("enrollment-service", "quota-service",
                "charging-service", "sim-allocation-service", "theft-detection-service");
        assertThat(options.all()).extracting(options.ports()::of).containsExactly(8081, 8082, 8083, 8084, 8085);
        assertThat(options.ports().home()).isEqualTo(8080);
    }

    @Test
    void a_second_charging_service_listens_ten_ports_higher() {
        var options = parse("--processes", "--instances", "charging=2");

        assertThat(options.all()).hasSize(6);
        assertThat(options.all()).filteredOn(each -> each.name().equals("charging-service-2"))
                .extracting(options.ports()::of).containsExactly(8093);
    }

    @Test
    void all_ports_move_with_the_base() {
        var ports = parse("--port-base", "9080").ports();

        assertThat(ports.of(new Instance(Service.THEFT_DETECTION, 1))).isEqualTo(9085);
        assertThat(ports.postgres() - PortPlan.USUAL.postgres()).isEqualTo(1000);
        assertThat(ports.kafka() - PortPlan.USUAL.kafka()).isEqualTo(1000);
        assertThat(ports.homeUrl()).hasToString("http://localhost:9080");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            --instances charging=2             | --instances needs --processes
                                            --restart                          | --restart needs --processes
                                            --processes --instances charging   | written like charging=2
                                            --processes --instances chrging=2  | There is no service chrging; there are enrollment, quota, charging
                                            --processes --instances quota=0    | from 1 to 9, not 0
                                            --processes --instances quota=two  | needs a number, not two
                                            --port-base                        | --port-base needs a value
                                            --port-base 80                     | from 1024 to
                                            --port-base 65000                  | from 1024 to
                                            --turbo                            | does not know --turbo
                                            """)
    void a_wrong_option_is_named(String arguments, String sentence) {
        assertThatThrownBy(() -> parse(arguments.split(" "))).isInstanceOf(Refused.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({"charging,charging-service", "charging-service,charging-service", "charging-2,charging-service-2",
            "theft-detection-service-3,theft-detection-service-3", "sim-allocation,sim-allocation-service"})
    void an_instance_goes_by_its_short_name_too(String name, String full) {
        assertThat(Instance.named(name)).map(Instance::name).contains(full);
    }

    @ParameterizedTest
    @CsvSource({"''", "billing", "charging-1", "charging-10", "-2", "charging--2"})
    void no_instance_goes_by_another_name(String name) {
        assertThat(Instance.named(name)).isEmpty();
    }

    private static UpOptions parse(String... arguments) {
        return UpOptions.parse(List.of(arguments));
    }
}
