package io.planshare.bench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerBenchTest {

    @Test
    void it_prints_a_line_with_a_ratio_for_each_size() {
        var out = new ByteArrayOutputStream();
        var costs = LedgerBench.run(50, List.of(2, 20), new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(costs).hasSize(2).allMatch(cost -> cost > 0);
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2).allMatch(line -> line.contains("ratio"));
    }
}
