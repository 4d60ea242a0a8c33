package io.planshare.quota.usage;

import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UseRecordPlaceTest {

    @Test
    void a_place_is_read_back_from_its_text() {
        var place = new UseRecordPlace(Instant.parse("2026-11-23T10:00:00.000001Z"), UUID.randomUUID());

        assertThat(UseRecordPlace.parse(place.text())).contains(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "|", "2026-11-23T10:00:00Z", "now|01920000-0000-7000-8000-00000000c001",
            "2026-11-23T10:00:00Z|1", "+1000000000-12-31T23:59:59Z|01920000-0000-7000-8000-00000000c001",
            "0000-01-01T00:00:00Z|01920000-0000-7000-8000-00000000c001"})
    void any_other_text_is_no_place(String text) {
        assertThat(UseRecordPlace.parse(text)).isEmpty();
    }
}
