package io.planshare.charging.audit;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The auditor's pace. With the defaults a round over 60,000 accounts takes a minute; accounts with young entries come first.
 *
 * @param every so long it rests between two runs
 * @param accountsMax so many accounts in a run of those with young entries, and as many of the round
 * @param slice so many accounts are read in one snapshot
 * @param roundFor so long a run goes on with the round
 * @param entriesMax so many young entries are read in a run
 * @param anewMax an account with fewer entries is summed up anew whenever the round comes to it, so that a change of an old
 *            entry is found; one with more from where the last sum ended
 */
@ConfigurationProperties("planshare.charging.audit")
record AuditSettings(@DefaultValue("PT5S") Duration every, @DefaultValue("5000") int accountsMax,
        @DefaultValue("100") int slice, @DefaultValue("PT2S") Duration roundFor,
        @DefaultValue("200000") int entriesMax, @DefaultValue("5000") int anewMax) {

    AuditSettings {
        if (accountsMax < 1 || slice < 1 || entriesMax < 1 || anewMax < 0 || anewMax > entriesMax) {
            throw new IllegalArgumentException(
                    "planshare.charging.audit takes numbers of 1 or more, and anew-max no more than entries-max");
        }
    }
}
