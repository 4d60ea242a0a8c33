package io.planshare.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdentifierKeysTest {

    private static final byte[] OLD = "an old key that is long enough: 1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEW = "a new key that is long enough: 22".getBytes(StandardCharsets.US_ASCII);
    private static final Imsi IMSI = Imsi.parse("001010123456789");

    private final IdentifierKeys before = new IdentifierKeys("k1", Map.of("k1", OLD));
    private final IdentifierKeys after = new IdentifierKeys("k2", inOrder("k1", OLD, "k2", NEW));

    @Test
    void an_hmac_is_that_of_kind_and_digits_under_the_current_key() throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(NEW, "HmacSHA256"));
        var expected = mac.doFinal("IMSI:001010123456789".getBytes(StandardCharsets.US_ASCII));

        assertThat(after.of(IMSI).value())
                .isEqualTo("k2." + Base64.getUrlEncoder().withoutPadding().encodeToString(expected));
    }

    @Test
    void the_same_digits_of_another_kind_have_another_hmac() {
        assertThat(after.of(Msisdn.parse("491701234567"))).isNotEqualTo(after.of(Imsi.parse("491701234567")));
    }

    @Test
    void after_a_rotation_what_the_previous_key_made_is_still_found() {
        assertThat(after.of(IMSI)).isNotEqualTo(before.of(IMSI));
        assertThat(after.of(IMSI).keyId()).isEqualTo("k2");
        assertThat(after.candidates(IMSI)).containsExactly(after.of(IMSI), before.of(IMSI));
        assertThat(before.candidates(IMSI)).containsExactly(before.of(IMSI));
    }

    @Test
    void a_key_wiped_by_the_caller_still_works_here() {
        var key = OLD.clone();
        var keys = new IdentifierKeys("k1", Map.of("k1", key));
        Arrays.fill(key, (byte) 0);

        assertThat(keys.of(IMSI)).isEqualTo(before.of(IMSI));
    }

    @Test
    void many_virtual_threads_at_once_get_the_right_hmacs() throws Exception {
        var numbers = IntStream.range(0, 2_000).mapToObj(i -> Imsi.parse("00101" + (1_000_000_000L + i))).toList();
        var alone = numbers.stream().map(after::candidates).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = numbers.stream().<Callable<List<IdentifierHmac>>>map(n -> () -> after.candidates(n)).toList();
            var together = threads.invokeAll(calls);
            for (int i = 0; i < alone.size(); i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i));
            }
        }
    }

    @Test
    void keys_are_never_shown() {
        assertThat(after).hasToString("IdentifierKeys[k2, k1]");
    }

    @Test
    void weak_missing_and_misnamed_keys_are_refused_without_being_shown() {
        assertRefused("k1", Map.of("k1", new byte[31]), "31 bytes, expected at least 32");
        assertRefused("k2", Map.of("k1", OLD), "no key for the current key id");
        assertRefused("k2", inOrder("k2", NEW, "k1", new byte[5]), "key k1 has 5 bytes");
        assertRefused("k.1", Map.of("k.1", OLD), "key id");
        assertRefused("", Map.of("", OLD), "key id");
    }

    @Test
    void an_hmac_is_a_plain_string_in_json_both_ways() {
        var json = JsonMapper.builder().build();
        var hmac = after.of(IMSI);

        assertThat(json.writeValueAsString(hmac)).isEqualTo("\"" + hmac.value() + "\"");
        assertThat(json.readValue("\"" + hmac.value() + "\"", IdentifierHmac.class)).isEqualTo(hmac);
    }

    @Test
    void an_hmac_has_one_form_and_one_spelling() {
        var digest = "A".repeat(43);
        assertThat(new IdentifierHmac("k1." + digest).keyId()).isEqualTo("k1");
        for (var wrong : List.of("", digest, "." + digest, "k1." + "A".repeat(42), "k1." + "A".repeat(44),
                "k1." + "A".repeat(42) + "B", "k1." + "A".repeat(42) + "=", "k1." + "A".repeat(41) + "+A",
                "k 1." + digest, "k1." + digest + "\n", "k".repeat(33) + "." + digest, IMSI.value())) {
            assertThatThrownBy(() -> new IdentifierHmac(wrong)).as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain(IMSI.value()));
        }
    }

    private static void assertRefused(String current, Map<String, byte[]> keys, String saying) {
        assertThatThrownBy(() -> new IdentifierKeys(current, keys)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(saying)
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("long enough"));
    }

    private static Map<String, byte[]> inOrder(String id1, byte[] key1, String id2, byte[] key2) {
        var keys = new LinkedHashMap<String, byte[]>();
        keys.put(id1, key1);
        keys.put(id2, key2);
        return keys;
    }
}
