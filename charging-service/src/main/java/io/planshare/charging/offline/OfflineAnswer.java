package io.planshare.charging.offline;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/** What came of a file: received = charged + repeated + refused. */
@Schema(name = "OfflineUsageAnswer")
record OfflineAnswer(@Schema(example = "10000") int received,
        @Schema(example = "9990", description = "charged now; they are durable") int charged,
        @Schema(example = "3", description = "of those charged now, not all was paid for by an account or consent: see their usage records") int uncovered,
        @Schema(example = "8", description = "were charged before, in this call or another, and have no second effect") int repeated,
        @Schema(example = "2") int refused,
        @Schema(description = "one for each refused record, in their order") List<Refusal> refusals) {

    OfflineAnswer {
        refusals = List.copyOf(refusals);
    }
}
