package io.planshare.suite.replay;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class WhoPaidTest {

    private static final UUID OWNER = UUID.randomUUID();
    private static final Trace TRACE = new Trace("hash",
            List.of(new TraceRecord(2, "7", Instant.EPOCH, "", 123, 53, "")), List.of());

    private static WhoPaid paid(String payer, long covered, long uncovered) {
        var totals = "{\"items\":[{\"payer\":" + payer + ",\"records\":1,\"metered\":" + (covered + uncovered)
                + ",\"covered\":" + covered
                + ",\"overage\":0,\"uncovered\":" + uncovered + "}]}";
        return new WhoPaid(TRACE, JsonMapper.shared().readTree(totals), Map.of(OWNER, RatingGroup.Payer.OWNER));
    }

    @Test
    void it_agrees_only_when_every_octet_has_the_payer_that_the_file_says() {
        assertThat(paid("\"" + OWNER + "\"", 123, 0).agrees()).isTrue();
        assertThat(paid("\"" + OWNER + "\"", 122, 1).agrees()).isFalse();
        assertThat(paid("\"" + OWNER + "\"", 124, 0).agrees()).isFalse();
        assertThat(paid("\"" + UUID.randomUUID() + "\"", 123, 0).agrees()).isFalse();
        assertThat(paid("null", 0, 123).agrees()).isFalse();
    }
}
