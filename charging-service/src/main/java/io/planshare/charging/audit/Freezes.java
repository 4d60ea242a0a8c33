package io.planshare.charging.audit;

import java.time.Clock;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.SqlArray;
import io.planshare.charging.ledger.ProviderAccount.Status;
import io.planshare.model.ProviderAccountId;

/** Lifts freezes. */
@Service
class Freezes {

    private final FreezeStore freezes;
    private final Clock clock;

    Freezes(FreezeStore freezes, Clock clock) {
        this.freezes = freezes;
        this.clock = clock;
    }

    /** What came of it. */
    sealed interface Outcome {
        /** It pays again, if it did before; the auditor looks at it again at its next turn. */
        record Lifted(Status status) implements Outcome {}

        record NotFrozen(Status status) implements Outcome {}

        record UnknownAccount() implements Outcome {}
    }

    @Transactional
    Outcome lift(ProviderAccountId id, String because) {
        var status = freezes.lock(id);
        if (status.isEmpty()) return new Outcome.UnknownAccount();
        if (status.get() != Status.FROZEN) return new Outcome.NotFrozen(status.get());
        freezes.unfreeze(id, because, SqlArray.micros(clock.instant()));
        return new Outcome.Lifted(freezes.lock(id).orElseThrow());
    }
}
