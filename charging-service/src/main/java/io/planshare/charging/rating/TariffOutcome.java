package io.planshare.charging.rating;

import java.time.Instant;

import io.planshare.model.TariffId;

/** What came of making or changing a tariff. */
sealed interface TariffOutcome {

    record Saved(Tariff tariff) implements TariffOutcome {}

    record UnknownTariff(TariffId id) implements TariffOutcome {}

    record IdTaken() implements TariffOutcome {}

    /** A further version begins in the future. */
    record AlreadyInForce(Instant now) implements TariffOutcome {}
}
