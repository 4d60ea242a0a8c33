package io.planshare.theft.equipment;

import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.model.Imei;

import static io.planshare.event.TheftEvent.EquipmentStatus.BLACKLISTED;
import static io.planshare.event.TheftEvent.EquipmentStatus.GREYLISTED;
import static org.assertj.core.api.Assertions.assertThat;

class EquipmentTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Equipment WATCHED = Equipment.entered(UUID.randomUUID(), Imei.parse("490154203237518"),
            new Equipment.Judgement(GREYLISTED, "lost", "agent"), NOW);

    @Test
    void another_status_or_reason_is_a_new_version() {
        var later = NOW.plusSeconds(1);

        var barred = WATCHED.judged(new Equipment.Judgement(BLACKLISTED, "lost", "agent"), later);
        assertThat(barred.version()).isEqualTo(2);
        assertThat(barred.changedAt()).isEqualTo(later);
        assertThat(WATCHED.judged(new Equipment.Judgement(GREYLISTED, "stolen", "agent"), later).version())
                .isEqualTo(2);
    }

    @Test
    void the_same_said_by_another_is_nothing_new() {
        assertThat(WATCHED.judged(new Equipment.Judgement(GREYLISTED, "lost", "other agent"), NOW.plusSeconds(1)))
                .isSameAs(WATCHED);
    }

    @ParameterizedTest
    @EnumSource
    void only_the_blacklist_needs_confirmation(EquipmentStatus status) {
        assertThat(Equipment.needsConfirmation(status)).isEqualTo(status == BLACKLISTED);
    }
}
