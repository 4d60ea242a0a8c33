package io.planshare.charging.nchf;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.session.ChargingRequest;
import io.planshare.charging.session.ChargingRequest.Operation;
import io.planshare.charging.session.ChargingRequest.UnitUsage;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * What a network function sends, as far as we need it (TS 32.291 ChargingDataRequest). The first four members are
 * checked by presence; ids may have any form; all other members are ignored.
 */
@Schema(description = "TS 32.291 ChargingDataRequest: the members that we read; others are ignored")
record ChargingDataRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) NfIdentification nfConsumerIdentification,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "With an offset; up to nanoseconds") Instant invocationTimeStamp,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maximum = "4294967295") long invocationSequenceNumber,
        @Schema(description = "imsi-<digits>; required to create", example = "imsi-001010000000113") @Nullable String subscriberIdentifier,
        @Schema(description = "Makes no difference to whether two bodies are equal") boolean retransmissionIndicator,
        @Schema(description = "Charge at once and leave no session open; in a create only") boolean oneTimeEvent,
        @Schema(description = "IEC: charge what is asked for; PEC: charge what was used. IEC where absent", allowableValues = {
                "IEC", "PEC"}) @Nullable OneTimeEventType oneTimeEventType,
        @Schema(description = "http or https; its host is in the allow-list of this deployment") @Nullable String notifyUri,
        @Nullable String chargingId,
        @Schema(description = "At most 64 rating groups and 256 used unit containers") List<MultipleUnitUsage> multipleUnitUsage,
        @Nullable PduSession pDUSessionChargingInformation) {

    /** TS 32.290: immediate and post event charging. */
    enum OneTimeEventType {
        IEC, PEC
    }

    static final String FLAG = "retransmissionIndicator";
    private static final long UINT32 = 4_294_967_295L;

    ChargingDataRequest {
        multipleUnitUsage = List.copyOf(multipleUnitUsage);
    }

    static ChargingDataRequest read(JsonBody body) {
        var reading = new Reading();
        body.enterObject();
        for (var name = body.nextName(); name != null; name = body.nextName())
            reading.take(name, body);
        return reading.all(body);
    }

    /** @param checkedUri the notifyUri after its check */
    ChargingRequest toCommand(Operation operation, String bodyHash, @Nullable URI checkedUri) {
        var session = pDUSessionChargingInformation;
        return new ChargingRequest(operation, nfConsumerIdentification.consumer(), chargingIdOfAll(),
                session == null ? null : session.dnn(), session == null ? null : session.slice(),
                session == null ? null : session.servingNetwork(), invocationTimeStamp,
                invocationSequenceNumber, retransmissionIndicator, bodyHash, checkedUri, usages());
    }

    private List<UnitUsage> usages() {
        if (!oneTimeEvent) return MultipleUnitUsage.merged(multipleUnitUsage, UnitType.OCTET);
        var usages = MultipleUnitUsage.merged(multipleUnitUsage, UnitType.EVENT);
        return usages.stream()
                .map(oneTimeEventType == OneTimeEventType.PEC
                        ? ChargingDataRequest::withoutWish
                        : ChargingDataRequest::ofOneAtLeast)
                .toList();
    }

    /** What was delivered before it was told of is not asked for any more. */
    private static UnitUsage withoutWish(UnitUsage usage) {
        return new UnitUsage(usage.ratingGroup(), usage.unit(), null, usage.used());
    }

    /** An event that does not say how many is one. */
    private static UnitUsage ofOneAtLeast(UnitUsage usage) {
        var wish = usage.requested();
        if (wish == null || wish.isPositive()) return usage;
        return new UnitUsage(usage.ratingGroup(), usage.unit(), Units.of(1), usage.used());
    }

    private @Nullable String chargingIdOfAll() {
        var session = pDUSessionChargingInformation;
        return Stream
                .of(session == null ? null : session.sMFchargingId(), session == null ? null : session.chargingId(),
                        chargingId)
                .filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** The members as they come. */
    private static final class Reading {

        private @Nullable NfIdentification consumer;
        private @Nullable Instant at;
        private @Nullable Long number;
        private @Nullable String supi;
        private boolean retransmission;
        private boolean oneTime;
        private @Nullable OneTimeEventType oneTimeType;
        private @Nullable String uri;
        private @Nullable String chargingId;
        private List<MultipleUnitUsage> usages = List.of();
        private @Nullable PduSession session;

        void take(String name, JsonBody body) {
            switch (name) {
                case "nfConsumerIdentification" -> consumer = NfIdentification.read(body);
                case "invocationTimeStamp" -> at = body.instant();
                case "invocationSequenceNumber" -> number = body.integer(UINT32);
                case "subscriberIdentifier" -> supi = body.text(256);
                case FLAG -> retransmission = body.flag();
                case "oneTimeEvent" -> oneTime = body.flag();
                case "oneTimeEventType" -> oneTimeType = type(body);
                case "notifyUri" -> uri = body.text(2048);
                case "chargingId" -> chargingId = body.textOrNumber(256);
                case "multipleUnitUsage" -> usages = MultipleUnitUsage.readAll(body);
                case "pDUSessionChargingInformation" -> session = PduSession.read(body);
                default -> body.skip();
            }
        }

        private static OneTimeEventType type(JsonBody body) {
            return switch (body.text(256)) {
                case "IEC" -> OneTimeEventType.IEC;
                case "PEC" -> OneTimeEventType.PEC;
                default -> throw body.wrong("must be IEC or PEC");
            };
        }

        ChargingDataRequest all(JsonBody body) {
            return new ChargingDataRequest(body.required("nfConsumerIdentification", consumer),
                    body.required("invocationTimeStamp", at), body.required("invocationSequenceNumber", number), supi,
                    retransmission, oneTime, oneTimeType, uri, chargingId, usages, session);
        }
    }
}
