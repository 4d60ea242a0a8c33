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
        @Schema(description = "true is refused") boolean oneTimeEvent,
        @Schema(description = "http or https; its host is in the allow-list of this deployment") @Nullable String notifyUri,
        @Nullable String chargingId,
        @Schema(description = "At most 64 rating groups and 256 used unit containers") List<MultipleUnitUsage> multipleUnitUsage,
        @Nullable PduSession pDUSessionChargingInformation) {

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
                session == null ? null : session.dnn(), session == null ? null : session.slice(), invocationTimeStamp,
                invocationSequenceNumber, retransmissionIndicator, bodyHash, checkedUri,
                MultipleUnitUsage.merged(multipleUnitUsage));
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
                case "notifyUri" -> uri = body.text(2048);
                case "chargingId" -> chargingId = body.textOrNumber(256);
                case "multipleUnitUsage" -> usages = MultipleUnitUsage.readAll(body);
                case "pDUSessionChargingInformation" -> session = PduSession.read(body);
                default -> body.skip();
            }
        }

        ChargingDataRequest all(JsonBody body) {
            return new ChargingDataRequest(body.required("nfConsumerIdentification", consumer),
                    body.required("invocationTimeStamp", at), body.required("invocationSequenceNumber", number), supi,
                    retransmission, oneTime, uri, chargingId, usages, session);
        }
    }
}
