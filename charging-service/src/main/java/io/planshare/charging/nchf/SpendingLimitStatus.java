package io.planshare.charging.nchf;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.spending.CounterStatus;
import io.planshare.charging.spending.SpendingOutcome.Watched;

/** How the policy counters of a subscriber stand (TS 29.594 SpendingLimitStatus). */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(description = "TS 29.594 SpendingLimitStatus")
record SpendingLimitStatus(@Nullable String notifId, Map<String, PolicyCounterInfo> statusInfos,
        @Nullable Instant expiry) {

    record PolicyCounterInfo(String policyCounterId, CounterStatus currentStatus) {}

    static SpendingLimitStatus from(Watched watched) {
        var infos = new LinkedHashMap<String, PolicyCounterInfo>();
        watched.statuses().forEach((id, status) -> infos.put(id, new PolicyCounterInfo(id, status)));
        return new SpendingLimitStatus(watched.notifId(), infos, watched.expiry());
    }
}
