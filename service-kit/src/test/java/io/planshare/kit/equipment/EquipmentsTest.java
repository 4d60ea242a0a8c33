package io.planshare.kit.equipment;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import io.planshare.event.TheftEvent.EquipmentChanged;
import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.kit.fixture.KitDatabase;
import io.planshare.kit.inbox.Received;
import io.planshare.model.IdentifierHmac;

import static org.assertj.core.api.Assertions.assertThat;

class EquipmentsTest {

    private static final KitDatabase DATABASE = KitDatabase.fresh();

    private final Equipments equipments = new Equipments(new EquipmentStore(DATABASE.jdbc()));
    private final EquipmentConsumer consumer = new EquipmentConsumer(new EquipmentStore(DATABASE.jdbc()),
            Clock.systemUTC());
    private final UUID equipment = UUID.randomUUID();
    private final IdentifierHmac current = hmac("new");
    private final IdentifierHmac previous = hmac("old");

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void what_nobody_has_entered_is_whitelisted() {
        assertThat(equipments.statusOf(List.of(current, previous))).isEqualTo(EquipmentStatus.WHITELISTED);
        assertThat(equipments.statusOf(List.of())).isEqualTo(EquipmentStatus.WHITELISTED);
    }

    @Test
    void an_entry_is_found_by_the_current_and_by_the_previous_key() {
        deliver(1, EquipmentStatus.BLACKLISTED, current, previous);
        assertThat(equipments.statusOf(List.of(current))).isEqualTo(EquipmentStatus.BLACKLISTED);
        assertThat(equipments.statusOf(List.of(hmac("x"), previous))).isEqualTo(EquipmentStatus.BLACKLISTED);
        assertThat(equipments.statusOf(List.of(hmac("x")))).isEqualTo(EquipmentStatus.WHITELISTED);
    }

    @Test
    void a_lower_version_changes_nothing_and_a_higher_one_all() {
        deliver(2, EquipmentStatus.GREYLISTED, current);
        deliver(1, EquipmentStatus.BLACKLISTED, current);
        assertThat(equipments.statusOf(List.of(current))).isEqualTo(EquipmentStatus.GREYLISTED);

        deliver(3, EquipmentStatus.BLACKLISTED, previous);
        assertThat(equipments.statusOf(List.of(current))).isEqualTo(EquipmentStatus.WHITELISTED);
        assertThat(equipments.statusOf(List.of(previous))).isEqualTo(EquipmentStatus.BLACKLISTED);
    }

    @Test
    void of_two_entries_for_one_number_the_stricter_counts() {
        deliver(1, EquipmentStatus.GREYLISTED, current);
        var twin = new EquipmentChanged(UUID.randomUUID(), 1, List.of(current), EquipmentStatus.BLACKLISTED, "cloned");
        consumer.accept(List.of(new Received("1", twin, Instant.now(), null)));
        assertThat(equipments.statusOf(List.of(current))).isEqualTo(EquipmentStatus.BLACKLISTED);
    }

    private void deliver(long version, EquipmentStatus status, IdentifierHmac... imeis) {
        consumer.accept(List.of(new Received(UUID.randomUUID().toString(),
                new EquipmentChanged(equipment, version, List.of(imeis), status, null), Instant.now(), null)));
    }

    /** Other ones for each test. */
    private IdentifierHmac hmac(String keyId) {
        return new IdentifierHmac(keyId + "." + equipment.toString().replace("-", "") + "AAAAAAAAAAA");
    }
}
