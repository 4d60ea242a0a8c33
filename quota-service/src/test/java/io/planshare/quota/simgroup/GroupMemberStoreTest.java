package io.planshare.quota.simgroup;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.identifier.IdentifierVault;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;

import static org.assertj.core.api.Assertions.assertThat;

/** Cards that were known under the key before this one. */
@ServiceTest
class GroupMemberStoreTest {

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private IdentifierVault vault;
    @Autowired
    private JdbcClient jdbc;

    private final IdentifierKeys newKeys = rotated();
    private SimGroupFixtures we;
    private GroupMemberStore before;
    private GroupMemberStore after;

    private static IdentifierKeys rotated() {
        var both = new LinkedHashMap<String, byte[]>();
        both.put("k1", key(1));
        both.put("k2", key(2));
        return new IdentifierKeys("k2", both);
    }

    private static byte[] key(int id) {
        var key = new byte[32];
        key[0] = (byte) id;
        return key;
    }

    @BeforeEach
    void rotate() {
        we = new SimGroupFixtures(nobody, topics, keys);
        before = new GroupMemberStore(jdbc, new IdentifierKeys("k1", Map.of("k1", key(1))), vault);
        after = new GroupMemberStore(jdbc, newKeys, vault);
    }

    @ParameterizedTest
    @EnumSource
    void a_card_that_left_joins_again_under_a_new_key_and_one_that_is_in_a_group_stays_there(
            GroupMember.Carrier carrier) {
        var first = group();
        var second = group();
        var card = new NewMember(we.iccid(), carrier, null, 1, false);
        var id = SimCardId.next();
        before.join(first, List.of(new NewMember.Named(card, id)), Instant.now());
        var again = List.of(new NewMember.Named(card, carrier == GroupMember.Carrier.OWN ? id : SimCardId.next()));

        assertThat(after.join(second, again, Instant.now())).as("it is in the first").isEmpty();
        assertThat(after.members(first, Instant.now())).hasSize(1);

        assertThat(after.leave(first, id, Instant.now())).isTrue();
        assertThat(after.join(second, again, Instant.now())).containsExactly(card.iccid());
        assertThat(after.members(second, Instant.now())).extracting(GroupMember::simCardId).containsExactly(id);
        assertThat(jdbc.sql("SELECT iccid_hmac FROM sim_group_card WHERE sim_card_id = ?").param(id.value())
                .query(String.class).single()).isEqualTo(newKeys.of(card.iccid()).value());
    }

    private SimGroupId group() {
        return new SimGroupId(
                SimGroupFixtures.uuid(we.opened("\"firstValue\": 1000, \"firstThreshold\": 100", List.of())));
    }
}
