package io.planshare.charging.session;

import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.payer.ServedResource;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.SNssai;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Traffic;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * A charging session: what the network opened for one SUPI.
 *
 * @param servingNetwork MCC and MNC that served it when it was heard of last; null when nobody told
 * @param lastSequence the highest sequence number that came so far
 * @param distinctSequences whether no sequence number came twice with different bodies so far
 * @param openedAt by the network's clock: where the first span of use begins
 * @param expiresAt by ours: without a word from the network until then, what it holds is released
 */
record ChargingSession(ChargingDataRef ref, SubscriptionId subscriptionId, @Nullable DeviceId deviceId,
        @Nullable SimCardId simCardId, String nfConsumer, String chargingId, @Nullable URI notifyUri,
        @Nullable String dnn, @Nullable SNssai sNssai, @Nullable String servingNetwork, State state, String createHash,
        long lastSequence,
        boolean distinctSequences, Instant openedAt, Instant expiresAt, Map<Long, RatingGroupState> ratingGroups) {

    enum State {
        OPEN, RELEASED, EXPIRED
    }

    /**
     * Where one rating group of a session stands.
     *
     * @param reportedUntil end of the span that was reported last
     * @param grant what is out with the network now
     */
    record RatingGroupState(Instant reportedUntil, UnitType unit, @Nullable OpenGrant grant) {}

    /**
     * A grant beside what accounts hold for it.
     *
     * @param capped so many units are reserved in the payer's caps and in the card's group
     * @param overage so many units are reserved in the payer's overage consent
     * @param simGroup the group that the card was in; null for none
     */
    record OpenGrant(SubscriptionId payer, @Nullable EnrolledPayer enrollment, Instant grantedAt, Units capped,
            Units overage, @Nullable SimGroupId simGroup) {}

    ChargingSession {
        ratingGroups = Map.copyOf(ratingGroups);
    }

    /** A session that begins with this request. */
    static ChargingSession begin(ChargingRequest request, ServedResource.Served served, UUID sessionId, Instant now) {
        var device = served.deviceId();
        var subscription = served.subscription();
        var ref = new ChargingDataRef(device == null ? subscription.id().value() : device.value(), sessionId);
        var chargingId = request.chargingId() == null ? sessionId.toString() : request.chargingId();
        return new ChargingSession(ref, subscription.id(), device, subscription.simCardId(), request.nfConsumer(),
                chargingId, request.notifyUri(), request.dnn(), request.sNssai(),
                request.servingNetwork(), State.OPEN, request.bodyHash(),
                request.sequenceNumber(), true, request.invocationTimeStamp(), now, Map.of());
    }

    /** Whether a sequence number is higher than all that came so far. */
    boolean isNew(long sequence) {
        return sequence > lastSequence;
    }

    Instant reportedUntil(long ratingGroup) {
        var known = ratingGroups.get(ratingGroup);
        return known == null ? openedAt : known.reportedUntil();
    }

    @Nullable
    OpenGrant grantOf(long ratingGroup) {
        var known = ratingGroups.get(ratingGroup);
        return known == null ? null : known.grant();
    }

    Traffic traffic(long ratingGroup, @Nullable Long serviceId) {
        return new Traffic(dnn, sNssai, ratingGroup, serviceId);
    }

    ChargingSession with(long ratingGroup, RatingGroupState changed) {
        var all = new HashMap<>(ratingGroups);
        all.put(ratingGroup, changed);
        return with(all);
    }

    ChargingSession with(Map<Long, RatingGroupState> all) {
        return new ChargingSession(ref, subscriptionId, deviceId, simCardId, nfConsumer, chargingId, notifyUri, dnn,
                sNssai, servingNetwork, state, createHash, lastSequence, distinctSequences, openedAt, expiresAt, all);
    }

    ChargingSession servedBy(@Nullable String network) {
        return Objects.equals(network, servingNetwork)
                ? this
                : new ChargingSession(ref, subscriptionId, deviceId, simCardId, nfConsumer, chargingId, notifyUri, dnn,
                        sNssai, network, state, createHash, lastSequence, distinctSequences, openedAt, expiresAt,
                        ratingGroups);
    }

    /** Heard of again: its number counts, and it lives until the given instant. */
    ChargingSession heard(long sequence, boolean firstTime, State now, Instant until) {
        return new ChargingSession(ref, subscriptionId, deviceId, simCardId, nfConsumer, chargingId, notifyUri, dnn,
                sNssai, servingNetwork, now, createHash, Math.max(lastSequence, sequence),
                distinctSequences && firstTime, openedAt, until,
                ratingGroups);
    }
}
