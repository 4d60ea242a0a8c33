package io.planshare.charging.session;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.payer.Payers.Question;
import io.planshare.model.DeviceId;
import io.planshare.model.ProviderAccountId;

/** How far a request got. */
public sealed interface Step {

    /**
     * It is decided.
     *
     * @param widest the account on its walks that most share; null if it went to none
     */
    record Done(ChargingOutcome outcome, @Nullable ProviderAccountId widest) implements Step {
        public Done(ChargingOutcome outcome) {
            this(outcome, null);
        }
    }

    /** Nothing was changed: who paid so long ago only enrollment knows. */
    record AskEnrollment(DeviceId deviceId, Set<Question> questions) implements Step {}
}
