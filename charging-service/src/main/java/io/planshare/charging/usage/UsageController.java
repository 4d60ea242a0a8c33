package io.planshare.charging.usage;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.charging.BusinessTime;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;

/** Shows what was used, who paid for it, and what was refused. */
@RestController
@Tag(name = "Usage", description = "What was used, who paid, what was refused")
class UsageController {

    private static final int TOTALS_MAX = 10_000;
    private static final String DEVICE = "01930000-0000-7000-8000-000000000040";
    private static final String SUBSCRIPTION = "01930000-0000-7000-8000-000000000031";

    private final UsageRecordStore records;
    private final UsageTotalsStore totals;
    private final DenialStore denials;

    UsageController(UsageRecordStore records, UsageTotalsStore totals, DenialStore denials) {
        this.records = records;
        this.totals = totals;
        this.denials = denials;
    }

    @GetMapping("/v1/usage-records")
    @Operation(summary = "List usage records", description = "Of a device, of a subscription's own SUPI, or of a payer: exactly one of them. Newest first.")
    Page<UsageRecordView> records(
            @Parameter(example = DEVICE) @RequestParam(required = false) @Nullable DeviceId deviceId,
            @Parameter(description = "whose SUPI used it", example = SUBSCRIPTION) @RequestParam(required = false) @Nullable SubscriptionId subscriptionId,
            @Parameter(description = "the subscription that paid", example = SUBSCRIPTION) @RequestParam(required = false) @Nullable SubscriptionId payer,
            Cursor cursor) {
        var about = About.oneOf(new About.Candidate("deviceId", deviceId),
                new About.Candidate("subscriptionId", subscriptionId), new About.Candidate("payer", payer));
        return Page.of(cursor, records.list(about, cursor), record -> record.id().toString());
    }

    @GetMapping("/v1/usage-totals")
    @Operation(summary = "Sum up who paid what", description = "Of all records that fit everything given; at least one of nfConsumer, payer and deviceId is needed. One item for each payer and unit, at most 10,000.")
    UsageTotalsView totals(
            @Parameter(description = "the network function that reported", example = "replay-5f2d") @RequestParam(required = false) @Nullable String nfConsumer,
            @Parameter(description = "the subscription that paid", example = SUBSCRIPTION) @RequestParam(required = false) @Nullable SubscriptionId payer,
            @Parameter(example = DEVICE) @RequestParam(required = false) @Nullable DeviceId deviceId,
            @Parameter(description = "occurred then or later", example = "2026-11-01T00:00:00Z") @RequestParam(required = false) @Nullable Instant from,
            @Parameter(description = "occurred before", example = "2026-12-01T00:00:00Z") @RequestParam(required = false) @Nullable Instant to,
            @Parameter(description = "payer, or payer,ratingGroup", example = "payer") @RequestParam(defaultValue = "payer") String groupBy) {
        if (nfConsumer == null && payer == null && deviceId == null) {
            throw wrong("nfConsumer", "at least one of nfConsumer, payer and deviceId is needed").exception();
        }
        var question = new TotalsQuestion(nfConsumer == null ? null : storable(nfConsumer), payer, deviceId,
                instant("from", from), instant("to", to), byRatingGroup(groupBy));
        var found = totals.totals(question, TOTALS_MAX + 1);
        var truncated = found.size() > TOTALS_MAX;
        return new UsageTotalsView(truncated ? found.subList(0, TOTALS_MAX) : found, truncated);
    }

    @GetMapping("/v1/denials")
    @Operation(summary = "List denials", description = "Of a device or of a subscription's own SUPI: exactly one of them. Newest first, each with what bound.")
    Page<DenialView> denials(
            @Parameter(example = DEVICE) @RequestParam(required = false) @Nullable DeviceId deviceId,
            @Parameter(description = "whose SUPI asked", example = SUBSCRIPTION) @RequestParam(required = false) @Nullable SubscriptionId subscriptionId,
            Cursor cursor) {
        var about = About.oneOf(new About.Candidate("deviceId", deviceId),
                new About.Candidate("subscriptionId", subscriptionId));
        return Page.of(cursor, denials.list(about, cursor), denial -> denial.id().toString());
    }

    private static boolean byRatingGroup(String groupBy) {
        return switch (groupBy) {
            case "payer" -> false;
            case "payer,ratingGroup" -> true;
            default -> throw wrong("groupBy", "must be payer or payer,ratingGroup").exception();
        };
    }

    private static @Nullable Instant instant(String parameter, @Nullable Instant at) {
        return at == null ? null : Problem.reading("#query/" + parameter, () -> BusinessTime.sensible(at));
    }

    /** PostgreSQL has no form for U+0000. */
    private static String storable(String text) {
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw wrong("nfConsumer", "must be a name without control characters").exception();
        }
        return text;
    }

    private static Problem wrong(String parameter, String message) {
        return Problem.of(400, "invalid-parameter", "The query parameter " + parameter + " is not what it should be.")
                .at("#query/" + parameter, message);
    }
}
