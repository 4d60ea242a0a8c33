package io.planshare.charging.spending;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks at the counters of those who are watched, and at nobody else's: a decision costs nothing for it. In pages, each of one
 * query for the watches and one for the accounts.
 */
@Component
class SpendingWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SpendingWatch.class);
    private static final int PAGE = 1000;
    private static final UUID FIRST = new UUID(0, 0);

    private final SpendingStore store;
    private final Clock clock;

    SpendingWatch(SpendingStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${planshare.charging.spending.look-every:PT1S}")
    void look() {
        try {
            store.deleteExpired(clock.instant());
            var page = look(store.watches(FIRST, PAGE));
            while (page.size() == PAGE)
                page = look(store.watches(page.getLast().id(), PAGE));
        } catch (DataAccessException e) {
            LOG.warn("The counters that are watched cannot be read; the next look comes by itself", e);
        }
    }

    private List<Watch> look(List<Watch> page) {
        if (page.isEmpty()) return page;
        var shares = store.shares(page.stream().map(Watch::subscriptionId).collect(Collectors.toSet()),
                clock.instant());
        var changed = new ArrayList<Watch>();
        for (var watch : page) {
            var statuses = CounterStatus.of(watch.wanted(), shares.getOrDefault(watch.subscriptionId(), List.of()));
            var news = !statuses.isEmpty() && !statuses.equals(watch.statuses());
            if (watch.ended() || news) changed.add(news ? watch.with(statuses) : watch);
        }
        store.saw(changed);
        return page;
    }
}
