package io.planshare.sim.card;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.planshare.event.SimEvent.SimCardForm;
import io.planshare.event.SimEvent.SimCardState;
import io.planshare.model.Iccid;
import io.planshare.model.Imsi;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SimCardId;

import static io.planshare.model.RestrictionLevel.NONE;
import static io.planshare.model.RestrictionLevel.R3;
import static org.assertj.core.api.Assertions.assertThat;

class SimCardTest {

    private static final SimCard CARD = SimCard.registered(SimCardId.next(),
            new SimCard.Identity(new Iccid("8949000000000001230"), new Imsi("262990000000001"), null),
            SimCardForm.PHYSICAL, null);

    @Test
    void a_registered_card_is_available_and_free() {
        assertThat(CARD.state()).isEqualTo(SimCardState.AVAILABLE);
        assertThat(CARD.version()).isEqualTo(1);
        assertThat(CARD.barred()).isFalse();
    }

    @Test
    void a_move_changes_the_state_and_raises_the_version_by_one() {
        assertThat(CARD.move(SimCardMove.RESERVE, NONE)).isInstanceOfSatisfying(SimCardOutcome.Moved.class, moved -> {
            assertThat(moved.card().state()).isEqualTo(SimCardState.RESERVED);
            assertThat(moved.card().version()).isEqualTo(2);
        });
    }

    @Test
    void a_move_that_the_table_does_not_have_is_refused_with_the_state() {
        assertThat(CARD.move(SimCardMove.SUSPEND, NONE))
                .isEqualTo(new SimCardOutcome.NotInState(SimCardState.AVAILABLE, SimCardMove.SUSPEND));
    }

    @ParameterizedTest
    @EnumSource
    void from_R2_on_a_card_stays_as_it_is(RestrictionLevel level) {
        var outcome = CARD.move(SimCardMove.ACTIVATE, level);

        switch (level) {
            case NONE, R1 -> assertThat(outcome).isInstanceOf(SimCardOutcome.Moved.class);
            case R2, R3, R4 -> assertThat(outcome).isEqualTo(new SimCardOutcome.Restricted(level));
        }
    }

    @ParameterizedTest
    @EnumSource
    void from_R3_on_a_card_is_barred(RestrictionLevel level) {
        var under = CARD.under(level, false);

        switch (level) {
            case NONE, R1, R2 -> assertThat(under).isSameAs(CARD);
            case R3, R4 -> {
                assertThat(under.barred()).isTrue();
                assertThat(under.version()).isEqualTo(2);
                assertThat(under.state()).isEqualTo(CARD.state());
            }
        }
    }

    @Test
    void a_stronger_restriction_changes_nothing_about_a_barred_card_and_a_lift_frees_it() {
        var barred = CARD.under(R3, false);

        assertThat(barred.under(RestrictionLevel.R4, false)).isSameAs(barred);
        assertThat(barred.under(NONE, false).barred()).isFalse();
        assertThat(barred.under(NONE, false).version()).isEqualTo(3);
    }
}
