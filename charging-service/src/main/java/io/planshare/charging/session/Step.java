package io.planshare.charging.session;

import java.util.Set;

import io.planshare.charging.payer.Payers.Question;
import io.planshare.model.DeviceId;

/** How far a request got. */
public sealed interface Step {

    record Done(ChargingOutcome outcome) implements Step {}

    /** Nothing was changed: who paid so long ago only enrollment knows. */
    record AskEnrollment(DeviceId deviceId, Set<Question> questions) implements Step {}
}
