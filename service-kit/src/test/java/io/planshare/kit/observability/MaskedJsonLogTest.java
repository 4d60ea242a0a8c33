package io.planshare.kit.observability;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonWriter;

import static org.assertj.core.api.Assertions.assertThat;

class MaskedJsonLogTest {

    @Test
    void Every_text_in_a_line_is_masked_wherever_it_stands() {
        var writer = JsonWriter.<Object>of(members -> {
            members.add("message", "imsi-262019876543210 lost");
            members.add("octets", 1369173792);
            members.add("context", Map.of("supi", "490154203237518"));
            new MaskedJsonLog().customize(members);
        });
        assertThat(writer.writeToString("line"))
                .isEqualTo("{\"message\":\"imsi-*** lost\",\"octets\":1369173792,\"context\":{\"supi\":\"***18\"}}");
    }
}
