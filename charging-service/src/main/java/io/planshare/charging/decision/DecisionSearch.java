package io.planshare.charging.decision;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.BusinessTime;
import io.planshare.charging.session.ChargingDataRef;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;

/** Which decisions somebody wants to see: those of exactly one session, subscription or device. */
@Schema(name = "DecisionSearch", example = """
                                           {"subscriptionId": "01930000-0000-7000-8000-000000000031",
                                            "from": "2026-11-01T00:00:00Z", "to": "2026-12-01T00:00:00Z", "onlyRefusals": true}""")
record DecisionSearch(
        @Schema(description = "of one session", example = "01930000-0000-7000-8000-000000000040.019a0000-0000-7000-8000-0000000000e1") @Nullable String chargingDataRef,
        @Schema(description = "of a subscription's own SUPI", example = "01930000-0000-7000-8000-000000000031") @Nullable SubscriptionId subscriptionId,
        @Schema(description = "of sessions on a device", example = "01930000-0000-7000-8000-000000000040") @Nullable DeviceId deviceId,
        @Schema(description = "decided then or later") @Nullable Instant from,
        @Schema(description = "decided before") @Nullable Instant to,
        @Schema(description = "only those that did not, or not all, grant what was wished") @Nullable Boolean onlyRefusals) {

    /** A search that makes sense. */
    record Checked(About about, @Nullable Instant from, @Nullable Instant to, boolean onlyRefusals) {}

    /** Whose decisions. */
    sealed interface About {
        record OfSession(ChargingDataRef ref) implements About {}

        record OfSubscription(SubscriptionId id) implements About {}

        record OfDevice(DeviceId id) implements About {}
    }

    Checked checked() {
        var given = Stream.of(Optional.ofNullable(chargingDataRef).<About>map(DecisionSearch::session),
                Optional.ofNullable(subscriptionId).<About>map(About.OfSubscription::new),
                Optional.ofNullable(deviceId).<About>map(About.OfDevice::new)).flatMap(Optional::stream).toList();
        if (given.size() != 1) {
            throw Problem.of(400, "invalid-value", "A search is about exactly one session, subscription or device.")
                    .at("", "exactly one of chargingDataRef, subscriptionId and deviceId is needed").exception();
        }
        return new Checked(given.getFirst(), sensible("/from", from), sensible("/to", to),
                Boolean.TRUE.equals(onlyRefusals));
    }

    private static About session(String text) {
        return new About.OfSession(ChargingDataRef.parse(text).orElseThrow(
                () -> Problem.of(400, "invalid-value", "The chargingDataRef is none of ours.")
                        .at("/chargingDataRef", "must be two UUIDs with a dot between").exception()));
    }

    private static @Nullable Instant sensible(String pointer, @Nullable Instant at) {
        return at == null ? null : Problem.reading(pointer, () -> BusinessTime.sensible(at));
    }
}
