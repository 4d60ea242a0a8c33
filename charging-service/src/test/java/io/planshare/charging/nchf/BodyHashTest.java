package io.planshare.charging.nchf;

import java.util.HashSet;

import org.junit.jupiter.api.Test;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.model.Id;

import static io.planshare.charging.nchf.NchfFixtures.HOSTS;
import static io.planshare.charging.nchf.NchfFixtures.JSON;
import static io.planshare.charging.nchf.NchfFixtures.OPEN_SOURCE_SMF;
import static io.planshare.charging.nchf.NchfFixtures.SEVERAL_GROUPS;
import static io.planshare.charging.nchf.NchfFixtures.bytes;
import static io.planshare.charging.nchf.NchfFixtures.with;
import static io.planshare.charging.nchf.NchfFixtures.without;
import static org.assertj.core.api.Assertions.assertThat;

class BodyHashTest {

    @Test
    void the_flag_makes_no_difference_wherever_it_stands() {
        var plain = hash(without(OPEN_SOURCE_SMF, "/retransmissionIndicator"));
        assertThat(hash(OPEN_SOURCE_SMF)).isEqualTo(plain);
        assertThat(hash(with(OPEN_SOURCE_SMF, "/retransmissionIndicator", "true"))).isEqualTo(plain);
        var bare = without(OPEN_SOURCE_SMF, "/retransmissionIndicator");
        assertThat(hash(bare.replaceFirst("\\{", "{\"retransmissionIndicator\":true,"))).isEqualTo(plain);
        assertThat(hash(bare.replaceFirst("}$", ",\"retransmissionIndicator\":true}"))).isEqualTo(plain);
        assertThat(hash(bare.replaceFirst("}$", ",\"retransmissionIndicator\":null}"))).isEqualTo(plain);
    }

    @Test
    void white_space_and_escapes_make_no_difference() {
        var compact = JSON.writeValueAsString(JSON.readTree(OPEN_SOURCE_SMF));
        assertThat(compact).isNotEqualTo(OPEN_SOURCE_SMF);
        assertThat(hash(compact)).isEqualTo(hash(OPEN_SOURCE_SMF));
        assertThat(hash(compact.replace("internet", "int\\u0065rnet"))).isEqualTo(hash(compact));
    }

    @Test
    void a_flag_that_stands_elsewhere_is_a_member_like_others() {
        var one = with(OPEN_SOURCE_SMF, "/nfConsumerIdentification/retransmissionIndicator", "true");
        var other = with(OPEN_SOURCE_SMF, "/nfConsumerIdentification/retransmissionIndicator", "false");
        assertThat(hash(one)).isNotEqualTo(hash(other));
    }

    @Test
    void every_single_token_counts_also_in_members_that_we_ignore() {
        var seen = new HashSet<String>();
        seen.add(hash(SEVERAL_GROUPS));
        var digits = 0;
        for (int i = 0; i < SEVERAL_GROUPS.length(); i++) {
            if (!Character.isDigit(SEVERAL_GROUPS.charAt(i)) || SEVERAL_GROUPS.charAt(i) == '1') continue;
            var changed = SEVERAL_GROUPS.substring(0, i) + "1" + SEVERAL_GROUPS.substring(i + 1);
            try {
                seen.add(hash(changed));
                digits++;
            } catch (Refused notARequest) {
                assertThat(notARequest.problem().status()).isEqualTo(400);
            }
        }
        assertThat(digits).isGreaterThan(30);
        assertThat(seen).hasSize(digits + 1);
        assertThat(hash(OPEN_SOURCE_SMF.replace("IPV4\"", "IPV6\""))).isNotEqualTo(hash(OPEN_SOURCE_SMF));
        assertThat(hash(OPEN_SOURCE_SMF.replace("\"triggers\": []", "\"triggers\": {}")))
                .isNotEqualTo(hash(OPEN_SOURCE_SMF));
    }

    @Test
    void texts_do_not_run_into_each_other() {
        assertThat(hash(with(OPEN_SOURCE_SMF, "/x", "[\"ab\",\"c\"]")))
                .isNotEqualTo(hash(with(OPEN_SOURCE_SMF, "/x", "[\"a\",\"bc\"]")));
        assertThat(hash(with(OPEN_SOURCE_SMF, "/x", "\"1\""))).isNotEqualTo(hash(with(OPEN_SOURCE_SMF, "/x", "1")));
    }

    @Test
    void an_update_and_a_release_that_say_the_same_are_two() {
        var ref = new ChargingDataRef(Id.next(), Id.next());
        var body = bytes(NchfDocs.UPDATE);
        assertThat(NchfRequest.update(ref, body, HOSTS).command().bodyHash())
                .isNotEqualTo(NchfRequest.release(ref, body, HOSTS).command().bodyHash());
    }

    private static String hash(String body) {
        return NchfRequest.create(bytes(body), HOSTS).command().bodyHash();
    }
}
