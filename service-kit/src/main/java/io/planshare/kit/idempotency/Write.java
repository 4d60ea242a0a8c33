package io.planshare.kit.idempotency;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;

import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.util.ContentCachingResponseWrapper;

import io.planshare.kit.audit.AuditEntry;
import io.planshare.kit.audit.AuditedRequest;

/** One write on its way through the controller, and what came of it. */
record Write(BufferedBody request, ContentCachingResponseWrapper response, FilterChain chain, AuditedRequest audited) {

    void perform() throws ServletException, IOException {
        chain.doFilter(request, response);
    }

    Verdict verdict() {
        return Verdict.of(response.getStatus());
    }

    /** Whether the answer was made from an exception, which ended the script before its end. */
    boolean failedByException() {
        return request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE) != null;
    }

    AuditEntry entry() {
        return audited.answered(response);
    }

    StoredAnswer answer() {
        return StoredAnswer.of(response);
    }
}
