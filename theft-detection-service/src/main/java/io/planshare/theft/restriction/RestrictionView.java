package io.planshare.theft.restriction;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;

/** A restriction as the API shows it, with who has answered its latest version. */
@Schema(name = "Restriction")
record RestrictionView(
        @Schema(example = "01920000-0000-7000-8000-00000000ae01") RestrictionId restrictionId,
        @Schema(example = "01920000-0000-7000-8000-00000000d001") DeviceId deviceId,
        @Schema(description = "As ordered; the state says whether it holds", example = "R3") RestrictionLevel level,
        @Schema(description = "Of its latest event; counts the events of the device", example = "1") long version,
        @Schema(example = "ENFORCED") Restriction.State state,
        @Schema(example = "owner reported it stolen") String reason,
        @Schema(example = "care-agent-7") String orderedBy, Instant orderedAt, @Nullable Instant replacedAt,
        @Nullable String liftReason, @Nullable String liftedBy, @Nullable Instant liftedAt,
        @Schema(description = "Whose cards the device held when it was ordered") List<SubscriptionId> subscriptionIds,
        @Schema(description = "The cards that the device held when it was ordered") List<SimCardId> simCardIds,
        @Schema(description = "One for each of the four that enforce it") List<Acknowledgement> acknowledgements,
        @Schema(description = "Who took longest, of those that enforce it") @Nullable Slowest slowest,
        @Schema(description = "How often this version was sent", example = "1") int sends) {

    enum AnswerKind {
        MISSING, APPLIED, FAILED
    }

    @Schema(name = "RestrictionAcknowledgement")
    record Acknowledgement(@Schema(example = "charging-service") String service,
            @Schema(example = "APPLIED") AnswerKind outcome, @Nullable Instant acknowledgedAt,
            @Schema(description = "From the order to the commit over there, ISO 8601", type = "string", example = "PT0.25S") @Nullable Duration took,
            @Schema(example = "2 sessions closed") @Nullable String detail) {

        private static Acknowledgement of(EnforcingService service, Acknowledgements.@Nullable Answer answer) {
            if (answer == null) return new Acknowledgement(service.serviceName(), AnswerKind.MISSING, null, null, null);
            return new Acknowledgement(service.serviceName(),
                    answer.applied() ? AnswerKind.APPLIED : AnswerKind.FAILED, answer.at(), answer.took(),
                    answer.detail());
        }
    }

    @Schema(name = "SlowestAcknowledgement")
    record Slowest(@Schema(example = "charging-service") String service,
            @Schema(type = "string", example = "PT0.25S") @Nullable Duration took) {}

    static RestrictionView from(Restriction restriction, Acknowledgements answers, int sends) {
        var lift = restriction.lift();
        return new RestrictionView(restriction.restrictionId(), restriction.deviceId(), restriction.level(),
                restriction.version(), restriction.state(answers), restriction.order().reason(),
                restriction.order().by(), restriction.order().at(), restriction.replacedAt(),
                lift == null ? null : lift.reason(), lift == null ? null : lift.by(), lift == null ? null : lift.at(),
                restriction.held().subscriptionIds(), restriction.held().simCardIds(),
                Arrays.stream(EnforcingService.values())
                        .map(service -> Acknowledgement.of(service, answers.answers().get(service))).toList(),
                answers.slowest().map(it -> new Slowest(it.service().serviceName(), it.took())).orElse(null), sends);
    }
}
