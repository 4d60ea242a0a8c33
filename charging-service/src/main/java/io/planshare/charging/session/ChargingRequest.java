package io.planshare.charging.session;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Imei;
import io.planshare.model.Imsi;
import io.planshare.model.SNssai;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * What a network function asks (TS 32.291 ChargingDataRequest), as far as it matters to the decision.
 *
 * @param nfConsumer names the network function; chargingIds are unique in it
 * @param chargingId of the PDU session; null when the network gives none
 * @param servingNetwork MCC and MNC of the network that serves it now; null when the network function did not tell
 * @param bodyHash of the whole body but its retransmission flag: two requests with one hash are one
 * @param notifyUri where the network function wants to be told of re-authorisation and abort
 */
public record ChargingRequest(Operation operation, String nfConsumer, @Nullable String chargingId,
        @Nullable String dnn, @Nullable SNssai sNssai, @Nullable String servingNetwork, Instant invocationTimeStamp,
        long sequenceNumber,
        boolean retransmission, String bodyHash, @Nullable URI notifyUri, List<UnitUsage> usages) {

    /** Which of the operations of TS 32.290. */
    public sealed interface Operation {

        /**
         * Opens a session.
         *
         * @param pei the equipment's identity, when the network told it
         */
        record Create(Imsi supi, @Nullable Imei pei) implements Operation {}

        /**
         * Charges at once what it asks for and what was used, and leaves no session open (TS 32.290 IEC and PEC).
         *
         * @param pei the equipment's identity, when the network told it
         */
        record Event(Imsi supi, @Nullable Imei pei) implements Operation {}

        record Update(ChargingDataRef ref) implements Operation {}

        record Release(ChargingDataRef ref) implements Operation {}

        /** Ours: the network fell silent, and what the session holds goes back. */
        record Expire(ChargingDataRef ref) implements Operation {}
    }

    public ChargingRequest {
        usages = List.copyOf(usages);
    }

    /**
     * One rating group of a request (TS 32.291 MultipleUnitUsage).
     *
     * @param requested how many units; null for none at all, zero for as many as we see fit
     */
    public record UnitUsage(long ratingGroup, UnitType unit, @Nullable Units requested, List<UsedUnits> used) {
        public UnitUsage {
            used = List.copyOf(used);
        }
    }

    /**
     * A used unit container.
     *
     * @param number localSequenceNumber; numbers above 0 are unique by (nfConsumer, chargingId, rating group)
     * @param triggeredAt the end of the span it was used in; null for the request's own time
     */
    public record UsedUnits(long number, @Nullable Long serviceId, Units units, @Nullable Instant triggeredAt) {}
}
