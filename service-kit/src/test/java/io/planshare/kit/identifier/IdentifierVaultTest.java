package io.planshare.kit.identifier;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.planshare.model.Imei;
import io.planshare.model.Imsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdentifierVaultTest {

    private static final Imei IMEI = new Imei("490154203237518");

    private final IdentifierVault vault = new IdentifierVault("k1", Map.of("k1", key(1)));

    private static byte[] key(int fill) {
        var key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    @Test
    void What_was_sealed_opens_to_the_same() {
        assertThat(vault.open(vault.seal(IMEI))).isEqualTo(IMEI.value());
        assertThat(vault.open(vault.seal(Imsi.parse("262019876543210")))).isEqualTo("262019876543210");
    }

    @Test
    void Two_seals_of_one_identifier_differ_and_show_nothing() {
        var one = vault.seal(IMEI);
        assertThat(one).isNotEqualTo(vault.seal(IMEI));
        assertThat(new String(one, StandardCharsets.ISO_8859_1)).doesNotContain("49015420");
    }

    @Test
    void Every_changed_byte_is_noticed() {
        var sealed = vault.seal(IMEI);
        for (int i = 0; i < sealed.length; i++) {
            var changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> vault.open(changed)).isInstanceOf(IllegalStateException.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            var cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> vault.open(cut)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void Old_rows_open_after_a_change_of_keys_as_long_as_the_old_key_is_there() {
        var sealed = vault.seal(IMEI);
        var both = new IdentifierVault("k2", Map.of("k1", key(1), "k2", key(2)));
        assertThat(both.open(sealed)).isEqualTo(IMEI.value());
        var newOnly = new IdentifierVault("k2", Map.of("k2", key(2)));
        assertThatThrownBy(() -> newOnly.open(sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void A_key_of_another_size_or_a_missing_current_one_is_refused() {
        assertThatThrownBy(() -> new IdentifierVault("k1", Map.of("k1", new byte[16])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IdentifierVault("k2", Map.of("k1", key(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void Settings_know_a_development_key_wherever_it_stands() {
        var none = new IdentifierSettings(Map.of(), "development", Map.of(), "development");
        assertThat(none.isForDevelopment()).isTrue();
        var own = Base64.getEncoder().encodeToString(key(7));
        var known = Base64.getEncoder().encodeToString(none.hmacKeyBytes().get("development"));
        assertThat(new IdentifierSettings(Map.of("a", own), "a", Map.of("b", own), "b").isForDevelopment()).isFalse();
        assertThat(
                new IdentifierSettings(Map.of("a", own, "old", known), "a", Map.of("b", own), "b").isForDevelopment())
                .isTrue();
        assertThat(new IdentifierSettings(Map.of("a", own), "a", Map.of(), "b").isForDevelopment()).isTrue();
    }

    @Test
    void Settings_show_no_key() {
        var own = Base64.getEncoder().encodeToString(key(7));
        assertThat(new IdentifierSettings(Map.of("a", own), "a", Map.of("b", own), "b").toString()).doesNotContain(own);
        var broken = new IdentifierSettings(Map.of("a", "not!base64"), "a", Map.of(), "b");
        assertThatThrownBy(broken::hmacKeyBytes).hasMessageContaining("hmac-keys.a")
                .hasMessageNotContaining("not!base64");
    }
}
