package io.planshare.quota.deduction;

import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/** What still is to be deducted of a use record, as the API shows it. */
@Schema(name = "QueuedUse", example = """
                                      {"position": 1, "recordId": "01920000-0000-7000-8000-00000000c001",
                                       "payerSubscriptionId": "01920000-0000-7000-8000-000000005001", "units": 1048576,
                                       "entitled": false}""")
record QueuedUse(@Schema(description = "1 is served first") int position, UUID recordId,
        @Schema(description = "Whose excess it is if nothing covers it") SubscriptionId payerSubscriptionId,
        @Schema(implementation = Long.class, description = "more than 0") Units units,
        @Schema(description = "What the payer's own packages would have covered had he shared nothing, and his policy says that he comes first") boolean entitled) {

    static QueuedUse from(Close.QueueItem item) {
        return new QueuedUse(item.position(), item.recordId(), item.payer(), item.units(), item.entitled());
    }
}
