package io.planshare.charging.lane;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import io.planshare.charging.session.ChargingSessions;

/** Gives back what sessions hold whose network function fell silent, so that a lost release locks nothing up for good. */
@Component
class SilentSessions {

    private static final int BATCH = 500;

    private final ChargingSessions sessions;
    private final Lanes lanes;

    SilentSessions(ChargingSessions sessions, Lanes lanes) {
        this.sessions = sessions;
        this.lanes = lanes;
    }

    @Scheduled(fixedDelayString = "${planshare.charging.sweep-every:PT5S}")
    void expire() {
        sessions.silent(BATCH).forEach(lanes::submit);
    }
}
