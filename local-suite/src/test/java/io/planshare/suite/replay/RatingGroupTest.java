package io.planshare.suite.replay;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RatingGroupTest {

    @ParameterizedTest
    @CsvSource({"qq.com,443,CONTENT", "gtimg.cn,5223,CONTENT", "apple.com,993,INFOTAINMENT",
            "example.org,993,MESSAGING",
            "'',14000,MESSAGING", "'',53,OTHER", "notqq.com,80,OTHER"})
    void the_first_rule_that_fits_decides(String host, int port, RatingGroup expected) {
        assertThat(RatingGroup.of(new TraceRecord(2, "7", Instant.EPOCH, "", 1, port, host))).isEqualTo(expected);
    }
}
