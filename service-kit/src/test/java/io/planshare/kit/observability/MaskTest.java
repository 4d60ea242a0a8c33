package io.planshare.kit.observability;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.planshare.kit.testing.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

class MaskTest {

    @ParameterizedTest
    @CsvSource({
            "imei 490154203237518 seen, imei ***18 seen",
            "imsi-262019876543210, imsi-***",
            "IMSI-262019876543210, IMSI-***",
            "msisdn-4915112345678, msisdn-***",
            "supi=imsi-26201;x, supi=imsi-***;x",
            "imeisv-4901542032375189/x, imeisv-***/x",
            "89491234567890123456, ***56",
            "12345678901234, ***34",
            "1234567890123, 1234567890123",
            "123456789012345678901, 123456789012345678901",
            "a490154203237518, a490154203237518",
            "01932c07-0000-7000-8000-000000000001, 01932c07-0000-7000-8000-000000000001",
            "4bf92f3577b34da6a3ce929d0e0e4736, 4bf92f3577b34da6a3ce929d0e0e4736",
            "octets 1369173792, octets 1369173792",
            "'490154203237518,490154203237518', '***18,***18'",
            "nothing, nothing"})
    void Numbers_of_people_are_masked_and_nothing_else(String text, String masked) {
        assertThat(Mask.of(text)).isEqualTo(masked);
    }

    @Test
    void No_run_of_14_to_20_digits_survives_wherever_it_stands() {
        var random = Seeds.random();
        for (int i = 0; i < 2_000; i++) {
            var number = new StringBuilder();
            for (int digits = 14 + random.nextInt(7); digits > 0; digits--)
                number.append(random.nextInt(10));
            var text = " ,:=(\"".charAt(random.nextInt(6)) + number.toString() + " ,;)\"\n".charAt(random.nextInt(6));
            assertThat(Mask.of(text)).doesNotContain(number.toString());
        }
    }
}
