package io.planshare.charging.session;

import java.util.List;
import java.util.stream.Stream;

import io.planshare.charging.session.ChargingSession.OpenGrant;
import io.planshare.charging.sharing.Refusal;

/** Which rating groups of a session a decision left without credit, and which have some again. */
final class Blocking {

    private Blocking() {}

    static List<Refusal> refused(ChargingSession session, List<Denial> denials) {
        return denials.stream().filter(denial -> denial.granted().isZero() && isForCredit(denial.reason()))
                .<Refusal>mapMulti((denial, refusals) -> {
                    var payer = denial.payer();
                    if (payer != null) {
                        refusals.accept(new Refusal(payer, session.ref(), denial.ratingGroup(),
                                denial.providerAccountId()));
                    }
                }).toList();
    }

    /** Those that held nothing before because nothing was granted. */
    static List<Refusal> granted(ChargingSession before, ChargingSession after) {
        return before.ratingGroups().keySet().stream().flatMap(group -> granted(before, after, group)).toList();
    }

    private static Stream<Refusal> granted(ChargingSession before, ChargingSession after, long group) {
        var had = before.grantOf(group);
        var has = after.grantOf(group);
        if (had == null || has == null || isSome(had) || !isSome(has)) return Stream.empty();
        return Stream.of(new Refusal(had.payer(), after.ref(), group, null));
    }

    private static boolean isSome(OpenGrant grant) {
        return grant.capped().isPositive();
    }

    private static boolean isForCredit(Denial.Reason reason) {
        return switch (reason) {
            case NO_ACCOUNT, BALANCE, CONSUMER_LIMIT, OWNER_RESERVE, FLOORS, PAUSED -> true;
            case NO_PAYER, RESTRICTED, CAP, SIM_GROUP, ACCOUNT_FROZEN -> false;
        };
    }
}
