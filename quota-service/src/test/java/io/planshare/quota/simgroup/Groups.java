package io.planshare.quota.simgroup;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import io.planshare.event.SimGroupEvent.BarAction;
import io.planshare.model.Iccid;
import io.planshare.model.Id;
import io.planshare.model.SimCardId;
import io.planshare.model.Units;

/** Groups and cards for tests. */
final class Groups {

    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private Groups() {}

    static SimGroupTerms terms(@Nullable Long firstValue, long threshold, long margin, SimGroupTerms.Who who,
            boolean predictive) {
        return new SimGroupTerms(firstValue == null ? null : Units.of(firstValue), Units.of(threshold),
                Units.of(margin), new SimGroupCycle(1, ZoneId.of("UTC")),
                new SimGroupTerms.Restriction(who, BarAction.BLOCK, null, predictive, Duration.ofMinutes(5)),
                SimGroupTerms.Source.MIN_OF_BOTH,
                new SimGroupTerms.Staleness(Duration.ofMinutes(15), SimGroupTerms.OnStale.ESTIMATE, Units.ZERO), false);
    }

    static SimGroupTerms from(SimGroupTerms.Source source, SimGroupTerms.OnStale onStale) {
        var terms = terms(1000L << 20, 0, 0, SimGroupTerms.Who.ALL, false);
        return new SimGroupTerms(terms.firstValue(), terms.firstThreshold(), terms.liftMargin(), terms.cycle(),
                terms.restriction(), source, new SimGroupTerms.Staleness(Duration.ofMinutes(15), onStale, Units.ZERO),
                false);
    }

    static GroupMember member(int priority, boolean exempt, long used, double rate, boolean restricted) {
        return new GroupMember(new SimCardId(Id.next()), GroupMember.Carrier.OWN, null, priority, exempt, used, rate,
                restricted ? NOON : null);
    }

    /** A number that nobody has. */
    static Iccid iccid(Random random) {
        var digits = new StringBuilder("8949");
        while (digits.length() < 18)
            digits.append(random.nextInt(10));
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return Iccid.parse(digits.append((10 - sum % 10) % 10).toString());
    }
}
