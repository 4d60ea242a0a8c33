package io.planshare.kit.outbox;

import java.time.Clock;
import java.util.Set;

import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.event.Topic;
import io.planshare.kit.fixture.Events;
import io.planshare.kit.fixture.KitDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class OutboxWithJpaTest {

    /** Else the id would be drawn before the row is locked, and the ids would not order the events of that row. */
    @Test
    void what_JPA_holds_back_is_written_before_an_id_is_drawn() {
        try (var database = KitDatabase.fresh()) {
            database.owner().sql("CREATE TABLE note (id bigint PRIMARY KEY, text text NOT NULL)").update();
            try (var entities = new HibernatePersistenceConfiguration("test").managedClass(Note.class)
                    .property("hibernate.connection.datasource", database.pool()).createEntityManagerFactory()) {
                var manager = new JpaTransactionManager(entities);
                manager.setDataSource(database.pool());
                manager.setJpaDialect(new HibernateJpaDialect());
                var transaction = new TransactionTemplate(manager);
                var jpa = SharedEntityManagerCreator.createSharedEntityManager(entities);
                var outbox = new Outbox(new OutboxStore(database.jdbc()), "kit-service", Set.of(Topic.OBSERVATION),
                        Topic::topicName, Clock.systemUTC(), new CurrentTrace(null), entities, () -> {});
                transaction.executeWithoutResult(open -> jpa.persist(new Note(1, "old")));

                transaction.executeWithoutResult(open -> {
                    jpa.find(Note.class, 1L).rewrite("new");
                    assertThat(textOf(database)).isEqualTo("old");
                    outbox.publish(Events.observed());
                    assertThat(textOf(database)).isEqualTo("new");
                });

                assertThat(database.jdbc().sql("SELECT count(*) FROM outbox").query(Long.class).single()).isEqualTo(1);
            }
        }
    }

    private static String textOf(KitDatabase database) {
        return database.jdbc().sql("SELECT text FROM note WHERE id = 1").query(String.class).single();
    }
}
