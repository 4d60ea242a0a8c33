package io.planshare.charging.offline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.offline.OfflineRecord.Checked;
import io.planshare.charging.payer.Payer;
import io.planshare.charging.payer.Payers.Question;
import io.planshare.charging.payer.Resolutions.Facts;
import io.planshare.charging.payer.ServedResource;
import io.planshare.charging.session.DirectCharges.DirectUse;
import io.planshare.charging.session.DirectCharges.Known;
import io.planshare.model.DeviceId;

/**
 * Some records of a call, and what can be said of each before it is charged: that it was charged before, that it can not be
 * charged, or who pays for it.
 */
final class OfflineChunk {

    /** A record at its place in the call. */
    record Numbered(int index, Checked record) {}

    /** One that is to be charged, and its place. */
    record Ready(int index, DirectUse use) {}

    private final String source;
    private final List<Numbered> fresh = new ArrayList<>();
    private final Tally tally;

    OfflineChunk(String source, List<Numbered> records, Map<UUID, Known> known, Tally tally) {
        this.source = source;
        this.tally = tally;
        var seen = new HashMap<>(known);
        for (var numbered : records) {
            var same = knownAs(numbered.record());
            var before = seen.putIfAbsent(numbered.record().id(), same);
            if (before == null) {
                fresh.add(numbered);
            } else if (before.equals(same)) {
                tally.repeated();
            } else {
                refuse(numbered, Refusal.Reason.ID_TAKEN, "another record was charged under this id", "/id");
            }
        }
    }

    List<Numbered> fresh() {
        return fresh;
    }

    /** What only enrollment can answer, by device. */
    Map<DeviceId, Set<Question>> unanswered(Facts facts) {
        var questions = new HashMap<DeviceId, Set<Question>>();
        for (var numbered : fresh) {
            var record = numbered.record();
            if (served(record, facts) instanceof ServedResource.Served served
                    && facts.payers(served, Map.of()).needsHistory(record.occurredAt())) {
                questions.computeIfAbsent(Objects.requireNonNull(served.deviceId()), _ -> new HashSet<>())
                        .add(new Question(record.traffic(), record.occurredAt()));
            }
        }
        return questions;
    }

    /** Those that can be charged; the others are refused. */
    List<Ready> ready(Facts facts, Map<DeviceId, Map<Question, Payer>> older) {
        var ready = new ArrayList<Ready>(fresh.size());
        for (var numbered : fresh) {
            switch (served(numbered.record(), facts)) {
                case null -> refuse(numbered, Refusal.Reason.UNKNOWN_SUBSCRIPTION, "is not known here (yet)",
                        "/subscriptionId");
                case ServedResource.NotYetKnown() -> refuse(numbered, Refusal.Reason.UNKNOWN_DEVICE,
                        "who pays on the device is not known here yet", "/deviceId");
                case ServedResource.Served served when served.mismatch() -> refuse(numbered,
                        Refusal.Reason.OTHER_DEVICE, "does not hold the card, nor does the subscription pay on it",
                        "/deviceId");
                case ServedResource.Served served -> add(ready, numbered, served, facts, older);
            }
        }
        return ready;
    }

    private void add(List<Ready> ready, Numbered numbered, ServedResource.Served served, Facts facts,
            Map<DeviceId, Map<Question, Payer>> older) {
        var record = numbered.record();
        var device = served.deviceId();
        var told = device == null ? Map.<Question, Payer>of() : older.getOrDefault(device, Map.of());
        var payers = facts.payers(served, told);
        if (payers.needsHistory(record.occurredAt())
                && !told.containsKey(new Question(record.traffic(), record.occurredAt()))) {
            refuse(numbered, Refusal.Reason.HISTORY_UNKNOWN, "enrollment could not be asked who paid then",
                    "/occurredAt");
            return;
        }
        ready.add(new Ready(numbered.index(), new DirectUse(record.id(), source, record.subscriptionId(), device,
                served.subscription().simCardId(), served.subscription().grouped(),
                payers.resolve(record.traffic(), record.occurredAt()),
                payers.restriction().forbidsOverage(), record.ratingGroup(), record.unit(), record.units(),
                record.startedAt(), record.occurredAt())));
    }

    private static @Nullable ServedResource served(Checked record, Facts facts) {
        return facts.served(record.subscriptionId(), record.deviceId()).orElse(null);
    }

    private void refuse(Numbered numbered, Refusal.Reason reason, String message, String pointer) {
        tally.refused(Refusal.of(numbered.index(), numbered.record().id(), reason, message, pointer));
    }

    private Known knownAs(Checked record) {
        return new Known(record.id(), source, record.subscriptionId(), record.ratingGroup(), record.unit(),
                record.units(), record.occurredAt());
    }
}
