package io.planshare.kit.inbox;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.planshare.event.Topic;
import io.planshare.kit.fixture.Events;
import io.planshare.kit.fixture.KitDatabase;
import io.planshare.kit.fixture.KitTopics;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class DeadLetterReplaysTest {

    private static final KitDatabase DATABASE = KitDatabase.fresh();

    private final KitTopics topics = new KitTopics().create(Topic.OBSERVATION);
    private final InboxFixture service = new InboxFixture(DATABASE, topics);
    private final AtomicBoolean broken = new AtomicBoolean(true);
    private final Readers readers = service.readers(service.consumer(events -> {
        if (broken.get()) throw new IllegalStateException("broken");
    }, Topic.OBSERVATION));
    private final DeadLetterReplays replays = service.replays(readers);

    DeadLetterReplaysTest() {
        topics.create(topics.deadLetters(Topic.OBSERVATION), 1, Map.of());
    }

    @AfterEach
    void closeTopics() {
        service.close();
        topics.close();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void once_the_cause_is_gone_each_dead_letter_has_its_effect_once() {
        kill(1, 2, 3);
        broken.set(false);

        assertThat(replays.replay(Topic.OBSERVATION, 2)).isEqualTo(new DeadLetterReplays.Outcome.Finished(2, 0));
        assertThat(service.effects()).containsExactly(1L, 2L);
        assertThat(replays.replay(Topic.OBSERVATION, 100)).isEqualTo(new DeadLetterReplays.Outcome.Finished(1, 0));
        assertThat(replays.replay(Topic.OBSERVATION, 100)).isEqualTo(new DeadLetterReplays.Outcome.Finished(0, 0));
        assertThat(service.effects()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void one_that_still_fails_goes_to_the_end_and_can_be_replayed_later() {
        kill(1, 2);
        assertThat(replays.replay(Topic.OBSERVATION, 100)).isEqualTo(new DeadLetterReplays.Outcome.Finished(0, 2));
        var letters = topics.all(topics.deadLetters(Topic.OBSERVATION));
        assertThat(letters).hasSize(4);
        assertThat(letters.getLast().headers().headers(DeadLetters.GROUP)).hasSize(1);

        broken.set(false);
        assertThat(replays.replay(Topic.OBSERVATION, 100)).isEqualTo(new DeadLetterReplays.Outcome.Finished(2, 0));
        assertThat(service.effects()).containsExactly(1L, 2L);
    }

    @Test
    void what_has_had_its_effect_meanwhile_has_no_second_one() {
        var message = service.message(Events.observed(new UUID(1, 1), 5));
        var deliveries = readers.all().getFirst().deliveries();
        deliveries.apply(List.of(service.delivery(0, message)), () -> false);
        broken.set(false);
        deliveries.apply(List.of(service.delivery(0, message)), () -> false);

        assertThat(replays.replay(Topic.OBSERVATION, 100)).isEqualTo(new DeadLetterReplays.Outcome.Finished(1, 0));
        assertThat(service.effects()).containsExactly(5L);
    }

    @Test
    void another_services_dead_letters_are_left_to_it() throws Exception {
        var record = service.delivery(0, service.message(Events.observed(new UUID(1, 1), 9)));
        service.deadLetters.bury(topics.of("other-service").group("effects"), record, new IllegalStateException());
        broken.set(false);

        assertThat(replays.replay(Topic.OBSERVATION, 100)).isEqualTo(new DeadLetterReplays.Outcome.Finished(0, 0));
        assertThat(service.effects()).isEmpty();
    }

    @Test
    void a_topic_that_nobody_here_reads_has_none() {
        assertThat(replays.replay(Topic.USAGE, 100)).isEqualTo(new DeadLetterReplays.Outcome.NotRead());
    }

    private void kill(long... numbers) {
        for (long number : numbers) {
            var record = service.delivery(number, service.message(Events.observed(new UUID(1, 1), number)));
            readers.all().getFirst().deliveries().apply(List.of(record), () -> false);
        }
        assertThat(topics.all(topics.deadLetters(Topic.OBSERVATION))).hasSize(numbers.length);
    }
}
