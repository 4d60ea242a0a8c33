package io.planshare.kit.audit;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerMapping;

import io.planshare.kit.observability.Mask;
import io.planshare.kit.problem.Problem;
import io.planshare.kit.security.CurrentCaller;

/** A write as the audit sees it: known before it runs, complete once it is answered. */
public final class AuditedRequest {

    public static final String REASON = "Planshare-Reason";
    private static final int REASON_MAX = 500;

    private final HttpServletRequest request;
    private final @Nullable String reason;

    private AuditedRequest(HttpServletRequest request, @Nullable String reason) {
        this.request = request;
        this.reason = reason;
    }

    /** @throws io.planshare.kit.problem.ProblemException 400 if the reason is longer than 500 characters */
    public static AuditedRequest of(HttpServletRequest request) {
        var reason = request.getHeader(REASON);
        if (reason != null && (reason.length() > REASON_MAX || reason.chars().anyMatch(Character::isISOControl))) {
            throw Problem.of(400, "invalid-parameter", "The reason is not a line of at most 500 characters.")
                    .at("#header/" + REASON, "has at most 500 characters").exception();
        }
        return new AuditedRequest(request, reason);
    }

    /** Ids in paths are ours; should a person's number have come in all the same, it is masked. */
    public AuditEntry answered(HttpServletResponse response) {
        var ids = new LinkedHashMap<String, String>();
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables) {
            variables.forEach((name, value) -> ids.put(name.toString(), Mask.of(value.toString())));
        }
        var location = response.getHeader(HttpHeaders.LOCATION);
        if (location != null) ids.put("location", Mask.of(location));
        var route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return new AuditEntry(CurrentCaller.subject(), CurrentCaller.client(), request.getMethod(),
                route == null ? "" : route.toString(), ids, reason == null ? null : Mask.of(reason),
                response.getStatus(), MDC.get("traceId"));
    }
}
