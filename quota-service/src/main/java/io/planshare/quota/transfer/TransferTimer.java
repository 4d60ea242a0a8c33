package io.planshare.quota.transfer;

import java.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import io.planshare.model.DeviceId;

/** Looks again at what waits for a time: a reset, an earliest instant, the end of a peak window or of a lease. */
@Component
class TransferTimer {

    private static final Logger LOG = LoggerFactory.getLogger(TransferTimer.class);
    private static final int DEVICES_MAX = 500;

    private final Transfers transfers;
    private final TransferStore store;
    private final Clock clock;

    TransferTimer(Transfers transfers, TransferStore store, Clock clock) {
        this.transfers = transfers;
        this.store = store;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${planshare.transfers.look-every:5s}")
    void look() {
        store.due(clock.instant(), DEVICES_MAX).forEach(this::look);
    }

    private void look(DeviceId device) {
        try {
            transfers.lookAgain(device);
        } catch (DataAccessException e) {
            LOG.warn("What waits on device {} was not looked at; it is in the next round: {}", device, e.getMessage());
        }
    }
}
