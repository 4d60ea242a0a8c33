package io.planshare.quota.simgroup;

import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

/**
 * The statements with a word in them that the service sends to the database, until it is closed; but for those of the
 * schedule, which looks after the groups of all other tests meanwhile.
 */
final class CountedStatements implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger(JdbcTemplate.class);
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
    private final String word;

    CountedStatements(String word) {
        this.word = word;
        heard.start();
        logger.addAppender(heard);
        logger.setAdditive(false);
        logger.setLevel(Level.DEBUG);
    }

    long count() {
        synchronized (heard) {
            return heard.list.stream().filter(it -> !it.getThreadName().startsWith("scheduling-"))
                    .map(ILoggingEvent::getFormattedMessage)
                    .filter(it -> it.startsWith("Executing") && it.contains(word)).count();
        }
    }

    @Override
    public void close() {
        logger.setLevel(null);
        logger.setAdditive(true);
        logger.detachAppender(heard);
    }
}
