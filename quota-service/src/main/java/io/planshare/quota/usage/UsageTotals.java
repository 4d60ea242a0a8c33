package io.planshare.quota.usage;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.AccountId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;

/** What an account paid for in a period; sums may be larger than any one record. */
@Schema(name = "UsageTotals")
record UsageTotals(@Schema(example = "01920000-0000-7000-8000-00000000ac01") AccountId accountId,
        @Nullable Instant from, @Nullable Instant to,
        @Schema(description = "By rating group and payer: metered = allocated + overage + uncovered") List<Used> usage,
        @Schema(description = "Which provider accounts gave the allocated units, by rating group and payer") List<Given> allocations) {

    @Schema(name = "UsageTotal")
    record Used(@Schema(example = "100") @Nullable Long ratingGroup, @Schema(example = "OCTET") UnitType unit,
            @Schema(description = "Who paid", example = "01920000-0000-7000-8000-000000005002") SubscriptionId subscriptionId,
            @Schema(description = "By which enrollment; none for a subscription that paid for itself", example = "01920000-0000-7000-8000-00000000e701") @Nullable EnrollmentId enrollmentId,
            @Schema(example = "12") long records, @Schema(example = "5242880") BigInteger metered,
            @Schema(example = "5242880") BigInteger allocated, @Schema(example = "0") BigInteger overage,
            @Schema(example = "0") BigInteger uncovered) {}

    @Schema(name = "AllocationTotal")
    record Given(@Schema(example = "100") @Nullable Long ratingGroup, @Schema(example = "OCTET") UnitType unit,
            @Schema(example = "01920000-0000-7000-8000-0000000ba001") ProviderAccountId providerAccountId,
            @Schema(description = "Who paid", example = "01920000-0000-7000-8000-000000005002") SubscriptionId subscriptionId,
            @Schema(example = "01920000-0000-7000-8000-00000000e701") @Nullable EnrollmentId enrollmentId,
            @Schema(example = "5242880") BigInteger units) {}
}
