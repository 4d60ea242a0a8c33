package io.planshare.kit.idempotency;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.util.ContentCachingResponseWrapper;

import io.planshare.kit.audit.AuditedRequest;
import io.planshare.kit.problem.ProblemException;
import io.planshare.kit.problem.ProblemWriter;
import io.planshare.kit.problem.Problems;
import io.planshare.kit.security.CurrentCaller;

/** Stands between security and the controllers: each write under /v1 goes through {@link Writes}. */
final class WriteFilter extends OncePerRequestFilter {

    static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Duration KEEP_DEFAULT = Duration.ofHours(24);

    private final WriteTargets targets;
    private final Writes writes;
    private final ProblemWriter problems;

    WriteFilter(WriteTargets targets, Writes writes, ProblemWriter problems) {
        this.targets = targets;
        this.writes = writes;
        this.problems = problems;
    }

    /** By the decoded path, as the controllers are found: another spelling of a path is no way around. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !WRITES.contains(request.getMethod()) || !request.getServletPath().startsWith("/v1/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // Nothing there, or not by this method or media type: the servlet says so.
        Optional<HandlerMethod> target = targets.find(request);
        if (target.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try {
            var audited = AuditedRequest.of(request);
            var key = IdempotencyKey.of(request);
            if (target.get().hasMethodAnnotation(OwnTransactions.class)) {
                if (key.isPresent()) throw IdempotencyKey.unsupported().exception();
                chain.doFilter(request, response);
                writes.audit(audited, response);
            } else {
                var required = target.get().getMethodAnnotation(IdempotencyKeyRequired.class);
                if (required != null && key.isEmpty()) throw IdempotencyKey.missing().exception();
                run(request, response, chain, audited, key.orElse(null), keep(required));
            }
        } catch (ProblemException e) {
            problems.write(e.problem(), response);
        }
    }

    private void run(HttpServletRequest request, HttpServletResponse response, FilterChain chain,
            AuditedRequest audited,
            @Nullable IdempotencyKey key, Duration keep) throws ServletException, IOException {
        var body = body(request);
        var keyed = key == null
                ? null
                : new KeyedRequest(CurrentCaller.client() + "/" + CurrentCaller.subject(),
                        request.getMethod(), request.getServletPath(), key,
                        KeyedRequest.hash(request.getQueryString(), body), keep);
        var buffered = new ContentCachingResponseWrapper(response);
        var write = new Write(new BufferedBody(request, body), buffered, chain, audited);
        try {
            switch (writes.run(write, keyed)) {
                case Writes.Outcome.Answered() -> buffered.copyBodyToResponse();
                case Writes.Outcome.Replayed(var answer) -> {
                    buffered.reset();
                    answer.replay(response);
                }
                case Writes.Outcome.Refused(var problem) -> problems.write(problem, response);
            }
        } catch (TransactionException | DataAccessException e) {
            // The begin or the commit failed: whatever the controller said is void.
            buffered.reset();
            problems.write(Problems.of(e), response);
        }
    }

    private static byte[] body(HttpServletRequest request) {
        try {
            return request.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw Problems.ofBody(e).exception();
        }
    }

    private static Duration keep(@Nullable IdempotencyKeyRequired required) {
        return required == null ? KEEP_DEFAULT : Duration.parse(required.keep());
    }
}
