package io.planshare.quota.usage;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;

/** Shows and sums what was used, and where it was deducted. */
@RestController
@Tag(name = "Use", description = "What was used, as charging booked it")
class UseRecordController {

    private final UseRecordReadStore records;
    private final UsageTotalsStore totals;
    private final DeductionReadStore deductions;

    UseRecordController(UseRecordReadStore records, UsageTotalsStore totals, DeductionReadStore deductions) {
        this.records = records;
        this.totals = totals;
        this.deductions = deductions;
    }

    @GetMapping("/v1/use-records")
    @Operation(summary = "List use records", description = "Of a payer's account, of the subscription that used it, or of both; the earliest by the network's time first.")
    Page<UseRecordView> list(
            @Parameter(description = "The payer's account", example = "01920000-0000-7000-8000-00000000ac01") @RequestParam(required = false) @Nullable AccountId accountId,
            @Parameter(description = "Whose SUPI used it", example = "01920000-0000-7000-8000-000000005001") @RequestParam(required = false) @Nullable SubscriptionId subscriptionId,
            @Parameter(description = "Occurred at this instant or later", example = "2026-11-01T00:00:00Z") @RequestParam(required = false) @Nullable Instant from,
            @Parameter(description = "Occurred before this instant", example = "2026-12-01T00:00:00Z") @RequestParam(required = false) @Nullable Instant to,
            Cursor cursor) {
        if (accountId == null && subscriptionId == null) throw needed("subscriptionId", "a subscription").exception();
        var filter = new UseRecordReadStore.Filter(accountId, subscriptionId, period(from, to));
        var found = records.page(filter, place(cursor, UseRecordPlace::parse), cursor.limit() + 1);
        return Page.of(cursor, found, record -> record.place().text());
    }

    @GetMapping("/v1/deductions")
    @Operation(summary = "List deductions", description = "Which use was deducted from which package, what was beyond all of them, and what a close moved (spec S6): each use record part by part as it lies now. Of a payer's account, of one record, or of both; the earliest by the network's time first. With a package or a provider account only what lies on it.")
    Page<Deduction> deductions(
            @Parameter(description = "The payer's account", example = "01920000-0000-7000-8000-00000000ac01") @RequestParam(required = false) @Nullable AccountId accountId,
            @Parameter(description = "Of this use record only", example = "01920000-0000-7000-8000-00000000c001") @RequestParam(required = false) @Nullable UUID recordId,
            @Parameter(description = "Deducted from any cycle of this package", example = "01920000-0000-7000-8000-00000000ba01") @RequestParam(required = false) @Nullable PackageId packageId,
            @Parameter(description = "Deducted from this provider account", example = "01920000-0000-7000-8000-0000000ba001") @RequestParam(required = false) @Nullable ProviderAccountId providerAccountId,
            @Parameter(description = "Occurred at this instant or later", example = "2026-11-01T00:00:00Z") @RequestParam(required = false) @Nullable Instant from,
            @Parameter(description = "Occurred before this instant", example = "2026-12-01T00:00:00Z") @RequestParam(required = false) @Nullable Instant to,
            Cursor cursor) {
        if (accountId == null && recordId == null) throw needed("recordId", "a record").exception();
        var filter = new DeductionReadStore.Filter(accountId, recordId, packageId, providerAccountId, period(from, to));
        var found = deductions.page(filter, place(cursor, DeductionPlace::parse), cursor.limit() + 1);
        return Page.of(cursor, found, deduction -> deduction.listedAt().text());
    }

    @GetMapping("/v1/accounts/{accountId}/usage-totals")
    @Operation(summary = "Sum an account's use", description = "What the account paid for in a period, by rating group, provider account and payer. All zero, that is empty, for an account without use.")
    UsageTotals totals(
            @Parameter(description = "The payer's account", example = "01920000-0000-7000-8000-00000000ac01") @PathVariable AccountId accountId,
            @Parameter(description = "Occurred at this instant or later", example = "2026-11-01T00:00:00Z") @RequestParam(required = false) @Nullable Instant from,
            @Parameter(description = "Occurred before this instant", example = "2026-12-01T00:00:00Z") @RequestParam(required = false) @Nullable Instant to) {
        return totals.of(accountId, period(from, to));
    }

    private static Period period(@Nullable Instant from, @Nullable Instant to) {
        if (!Period.isPossible(from)) throw wrong("from", "must lie between 1970 and 9999").exception();
        if (!Period.isPossible(to)) throw wrong("to", "must lie between 1970 and 9999").exception();
        var period = new Period(from, to);
        if (period.isBackward()) throw wrong("to", "must not be before from").exception();
        return period;
    }

    private static <T> @Nullable T place(Cursor cursor, Function<String, Optional<T>> parse) {
        var after = cursor.after();
        return after == null
                ? null
                : parse.apply(after).orElseThrow(
                        () -> wrong("after", "must be the next of the page before, unchanged").exception());
    }

    private static Problem needed(String other, String what) {
        var message = "accountId or " + other + " is needed";
        return Problem.of(400, "invalid-parameter", "Ask for an account, " + what + " or both.")
                .at("#query/accountId", message).at("#query/" + other, message);
    }

    private static Problem wrong(String parameter, String message) {
        return Problem.of(400, "invalid-parameter", "The query parameter " + parameter + " " + message + ".")
                .at("#query/" + parameter, message);
    }
}
