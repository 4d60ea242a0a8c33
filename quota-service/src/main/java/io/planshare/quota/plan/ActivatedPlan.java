package io.planshare.quota.plan;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.AccountId;

/** The execution plan that binds a sharing group. */
@Schema(name = "ActivatedExecutionPlan")
record ActivatedPlan(
        @Schema(description = "the smallest of its accounts' ids", example = "01920000-0000-7000-8000-00000000ac01") AccountId groupId,
        @Schema(example = "3") long version,
        @Schema(example = "5f3a0c1d5f3a0c1d5f3a0c1d5f3a0c1d", description = "of all that it was derived from") String hash,
        PlanView plan, Instant activatedAt) {}
