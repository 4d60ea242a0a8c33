package io.planshare.kit.problem;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** Writes the trace's name on the request, for the error page, which runs after the trace's end. */
final class TraceFilter extends OncePerRequestFilter {

    private static final String TRACE_ID = "traceId";
    private static final String ATTRIBUTE = TraceFilter.class.getName();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        request.setAttribute(ATTRIBUTE, MDC.get(TRACE_ID));
        chain.doFilter(request, response);
    }

    /** Puts the name where problems look for it, until closed. */
    static MDC.MDCCloseable traceOf(HttpServletRequest request) {
        return MDC.putCloseable(TRACE_ID, request.getAttribute(ATTRIBUTE) instanceof String trace ? trace : null);
    }
}
