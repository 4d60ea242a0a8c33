package io.planshare.charging.camara;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.planshare.model.Units;

import static io.planshare.charging.camara.RemainingVolume.GIB;
import static io.planshare.charging.camara.RemainingVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

class RemainingVolumeTest {

    @ParameterizedTest
    @CsvSource({"0,<200MiB", "209715199,<200MiB", "209715200,<1GiB", "1073741823,<1GiB", "1073741824,<5GiB",
            "5368709119,<5GiB", "5368709120,>=5GiB", "9223372036854775807,>=5GiB"})
    void a_bound_belongs_to_the_category_above(long octets, String category) {
        assertThat(of(octets).category()).isEqualTo(category);
    }

    @Test
    void exceeding_is_more_than_the_threshold() {
        assertThat(of(500 * MIB).exceeds(500 * MIB)).isFalse();
        assertThat(of(500 * MIB + 1).exceeds(500 * MIB)).isTrue();
        assertThat(of(0).exceeds(0)).isFalse();
        assertThat(of(1).exceeds(0)).isTrue();
    }

    @Test
    void plenty_exceeds_the_highest_threshold_there_is() {
        assertThat(RemainingVolume.PLENTY.exceeds(RemainingVolume.THRESHOLD_MAX * GIB)).isTrue();
    }

    private static RemainingVolume of(long octets) {
        return new RemainingVolume(Units.of(octets));
    }
}
