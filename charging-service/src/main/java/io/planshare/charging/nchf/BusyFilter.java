package io.planshare.charging.nchf;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import io.planshare.charging.lane.Lanes;
import io.planshare.charging.session.ChargingDataRef;
import io.planshare.charging.session.ChargingOutcome.TryLater;

/**
 * Under overload most of the work is to refuse: an update that could not wait is refused before it is read, and before
 * anybody looks at who sends it. Behind the filter that counts requests.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class BusyFilter extends OncePerRequestFilter {

    private static final String BEFORE = NchfController.CHARGING_DATA + "/";
    private static final String BEHIND = "/update";
    private static final byte[] CONGESTION = WireJson.bytes(ProblemDetails.congestion(TryLater.TOO_MANY.reason()));

    private final Predicate<ChargingDataRef> busy;

    @Autowired
    BusyFilter(Lanes lanes) {
        this(lanes::areFullFor);
    }

    BusyFilter(Predicate<ChargingDataRef> busy) {
        this.busy = busy;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse answer, FilterChain chain)
            throws ServletException, IOException {
        if (updated(request.getRequestURI()).filter(busy).isEmpty()) {
            chain.doFilter(request, answer);
            return;
        }
        answer.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        answer.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        answer.setHeader(HttpHeaders.RETRY_AFTER, ProblemDetails.seconds(TryLater.TOO_MANY.after()));
        answer.setContentLength(CONGESTION.length);
        answer.getOutputStream().write(CONGESTION);
    }

    /** The session that a request updates, if it does. */
    private static Optional<ChargingDataRef> updated(String path) {
        return path.startsWith(BEFORE) && path.endsWith(BEHIND) && path.length() > BEFORE.length() + BEHIND.length()
                ? ChargingDataRef.parse(path.substring(BEFORE.length(), path.length() - BEHIND.length()))
                : Optional.empty();
    }
}
