package io.planshare.charging.rating;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.SqlArray;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.model.TariffId;

/** Tariffs: made with their first version, changed by further ones. */
@Service
class Tariffs {

    private final TariffStore tariffs;
    private final PlanStore plans;
    private final Clock clock;

    Tariffs(TariffStore tariffs, PlanStore plans, Clock clock) {
        this.tariffs = tariffs;
        this.plans = plans;
        this.clock = clock;
    }

    @Transactional
    TariffOutcome create(Tariff tariff) {
        plans.changed();
        var now = now();
        if (!tariffs.insert(tariff, now)) return new TariffOutcome.IdTaken();
        tariffs.insert(tariff.id(), tariff.versions().getFirst(), now);
        return new TariffOutcome.Saved(tariff);
    }

    /** A version that has begun has been charged by: only what is still to come can be told otherwise. */
    @Transactional
    TariffOutcome add(TariffId id, TariffVersion wanted) {
        plans.changed();
        var found = tariffs.find(id);
        if (found.isEmpty()) return new TariffOutcome.UnknownTariff(id);
        var now = now();
        if (!wanted.validFrom().isAfter(now)) return new TariffOutcome.AlreadyInForce(now);
        var last = found.get().versions().getLast().number();
        tariffs.insert(id, new TariffVersion(last + 1, wanted.validFrom(), wanted.zones(), wanted.timeBands(),
                wanted.entries()), now);
        return new TariffOutcome.Saved(tariffs.find(id).orElseThrow());
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Optional<Tariff> find(TariffId id) {
        return tariffs.find(id);
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Page<Tariff> list(Cursor cursor) {
        return Page.of(cursor, tariffs.list(cursor), tariff -> tariff.id().toString());
    }

    /** What units would cost that come after so many others of the cycle; moves nothing. */
    static Optional<Quote> quote(Tariff tariff, Use use, ZoneId timeZone, long before, long units) {
        return Catalogue.price(tariff, timeZone, use)
                .map(priced -> new Quote(priced.version(), priced.match(), before, units));
    }

    Instant now() {
        return SqlArray.micros(clock.instant());
    }
}
