package io.planshare.charging.cap;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.planshare.model.EnrolledPayer;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** The counters that a transaction holds locked. One octet counts in every cap above it. */
public final class Caps {

    private final Map<CapCounter.Key, CapCounter> counters;
    private final Set<CapCounter.Key> touched = new LinkedHashSet<>();

    public Caps(Collection<CapCounter> counters) {
        this.counters = counters.stream().collect(toMap(CapCounter::key, identity(), (a, _) -> a, LinkedHashMap::new));
    }

    /** What all caps of the payer leave at that instant. */
    public Units left(@Nullable EnrolledPayer payer, UnitType unit, Instant at) {
        return counters(payer, unit, at).map(CapCounter::left).reduce(Units.MAX, Units::atMost);
    }

    /** The cap of the payer that leaves least at that instant; empty where there is none. */
    public Optional<CapCounter> tightest(@Nullable EnrolledPayer payer, UnitType unit, Instant at) {
        return counters(payer, unit, at).min(Comparator.comparing(CapCounter::left));
    }

    public void reserve(@Nullable EnrolledPayer payer, UnitType unit, Instant at, Units units) {
        change(payer, unit, at, counter -> counter.reserve(units));
    }

    public void release(@Nullable EnrolledPayer payer, UnitType unit, Instant reservedAt, Units units) {
        change(payer, unit, reservedAt, counter -> counter.release(units));
    }

    public void use(@Nullable EnrolledPayer payer, UnitType unit, Instant at, Units units) {
        change(payer, unit, at, counter -> counter.use(units));
    }

    public List<CapCounter> changed() {
        return touched.stream().map(counters::get).toList();
    }

    /** The counters that decisions about this payer at this instant need. */
    public static Stream<CapCounter> fresh(EnrolledPayer payer, Instant at) {
        return payer.caps().stream().map(cap -> new CapCounter(CapCounter.Key.of(payer.enrollmentId(), cap, at),
                cap.limit(), Units.ZERO, Units.ZERO));
    }

    private Stream<CapCounter> counters(@Nullable EnrolledPayer payer, UnitType unit, Instant at) {
        if (payer == null) return Stream.empty();
        return payer.caps().stream().filter(cap -> cap.unit() == unit)
                .map(cap -> counters.get(CapCounter.Key.of(payer.enrollmentId(), cap, at)));
    }

    private void change(@Nullable EnrolledPayer payer, UnitType unit, Instant at, UnaryOperator<CapCounter> change) {
        counters(payer, unit, at).toList().forEach(counter -> {
            counters.put(counter.key(), change.apply(counter));
            touched.add(counter.key());
        });
    }
}
