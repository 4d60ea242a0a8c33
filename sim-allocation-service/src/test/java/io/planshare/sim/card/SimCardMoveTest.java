package io.planshare.sim.card;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.planshare.event.SimEvent.SimCardState;

import static java.util.Arrays.stream;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

class SimCardMoveTest {

    /** The whole table once more, by hand: from each state (row) by each move (column). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            # from     | RESERVE  | ACTIVATE | SUSPEND   | RESUME | STANDBY | RETIRE
                                            AVAILABLE  | RESERVED | ACTIVE   | -         | -      | -       | RETIRED
                                            RESERVED   | -        | ACTIVE   | -         | -      | STANDBY | RETIRED
                                            ACTIVE     | -        | -        | SUSPENDED | -      | STANDBY | RETIRED
                                            SUSPENDED  | -        | -        | -         | ACTIVE | -       | RETIRED
                                            STANDBY    | -        | ACTIVE   | SUSPENDED | -      | -       | RETIRED
                                            RETIRED    | -        | -        | -         | -      | -       | -
                                            """)
    void a_card_moves_along_the_table_and_no_other_way(SimCardState from, String reserve, String activate,
            String suspend, String resume, String standby, String retire) {
        var row = stream(SimCardMove.values())
                .map(move -> move.isAllowedFrom(from) ? move.target().name() : "-").collect(joining(" "));

        assertThat(row).isEqualTo(String.join(" ", reserve, activate, suspend, resume, standby, retire));
    }

    @ParameterizedTest
    @EnumSource
    void no_move_leads_to_where_a_card_stands_already(SimCardMove move) {
        assertThat(move.isAllowedFrom(move.target())).isFalse();
    }

    @Test
    void the_table_covers_every_state_and_every_move() {
        assertThat(SimCardState.values()).hasSize(6);
        assertThat(SimCardMove.values()).hasSize(6);
    }
}
