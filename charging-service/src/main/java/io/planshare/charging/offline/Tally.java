package io.planshare.charging.offline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.planshare.event.ChargingEvent.UsageRecorded;

/** Counts what becomes of the records of a call. */
final class Tally {

    private final List<Refusal> refusals = new ArrayList<>();
    private int charged;
    private int uncovered;
    private int repeated;

    void charged(List<UsageRecorded> records) {
        charged += records.size();
        uncovered += (int) records.stream().filter(record -> record.uncovered().isPositive()).count();
    }

    void repeated() {
        repeated++;
    }

    void refused(Refusal refusal) {
        refusals.add(refusal);
    }

    void add(Tally other) {
        charged += other.charged;
        uncovered += other.uncovered;
        repeated += other.repeated;
        refusals.addAll(other.refusals);
    }

    boolean nothingDone() {
        return charged + repeated == 0;
    }

    OfflineAnswer answer() {
        refusals.sort(Comparator.comparingInt(Refusal::index));
        return new OfflineAnswer(charged + repeated + refusals.size(), charged, uncovered, repeated, refusals.size(),
                refusals);
    }
}
