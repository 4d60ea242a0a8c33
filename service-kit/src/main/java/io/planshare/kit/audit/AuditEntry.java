package io.planshare.kit.audit;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One write.
 *
 * @param subject who, as the token's {@code sub} says
 * @param client with which program
 * @param route what: the path with its variables' names ({@code /v1/devices/{id}/suspend})
 * @param ids the variables' values, and the {@code location} of what was created
 * @param reason why, in the caller's words (header {@code Planshare-Reason})
 * @param status how it ended
 */
public record AuditEntry(String subject, String client, String method, String route, Map<String, String> ids,
        @Nullable String reason, int status, @Nullable String traceId) {

    public AuditEntry {
        ids = Map.copyOf(ids);
    }
}
