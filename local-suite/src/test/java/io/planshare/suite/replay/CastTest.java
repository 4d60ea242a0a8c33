package io.planshare.suite.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.planshare.suite.replay.Cast.Player;

import static org.assertj.core.api.Assertions.assertThat;

class CastTest {

    @Test
    void everybody_in_the_shipped_trace_has_numbers_of_his_own() throws IOException {
        var trace = Trace.read(Path.of("../examples/trace.csv.gz"));
        var cast = new Cast(trace);
        var players = Stream.concat(Stream.of(cast.seller),
                cast.handsets().stream().flatMap(handset -> Stream.of(handset.owner(), handset.secondUser()))).toList();
        assertThat(trace.broken()).isEmpty();
        assertThat(players).extracting(Player::imsi).doesNotHaveDuplicates();
        assertThat(players).extracting(Player::subscription).doesNotHaveDuplicates()
                .allMatch(cast.payers()::containsKey);
        assertThat(cast.handsets()).extracting(Cast.Handset::imei).doesNotHaveDuplicates();
    }
}
