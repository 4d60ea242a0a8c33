package io.planshare.kit.json;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import io.planshare.kit.testing.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

class CleanStringTest {

    @Test
    void Texts_of_people_are_clean() {
        assertThat(CleanString.isClean("Grüße aus Köln\tund\r\n東京 😀")).isTrue();
        assertThat(CleanString.isClean("")).isTrue();
    }

    @Test
    void Control_characters_and_half_pairs_are_not() {
        for (var text : new String[]{"\0", "a\u0001", "\u001b[31m", "\u007f", "\u0085", "\ud83d", "\ude00", "a\ud83db",
                "\ude00\ud83d"}) {
            assertThat(CleanString.isClean(text)).as(text.codePoints().boxed().toList().toString()).isFalse();
        }
    }

    @Test
    void A_clean_text_survives_utf8() {
        var random = Seeds.random();
        for (int i = 0; i < 20_000; i++) {
            var text = new String(new char[]{(char) random.nextInt(0x10000), (char) random.nextInt(0x10000)});
            var again = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            if (CleanString.isClean(text)) assertThat(again).isEqualTo(text);
        }
    }
}
