package io.planshare.kit.security;

import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

import io.planshare.kit.problem.Problem;
import io.planshare.kit.problem.ProblemWriter;

/** Tells who is unknown, or known and not allowed: the challenge of RFC 6750 in the header, a problem in the body. */
final class ProblemEntryPoint implements AuthenticationEntryPoint, AccessDeniedHandler, AuthenticationFailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemEntryPoint.class);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final BearerTokenAuthenticationEntryPoint challenge = new BearerTokenAuthenticationEntryPoint();
    private final BearerTokenAccessDeniedHandler denial = new BearerTokenAccessDeniedHandler();
    private final ProblemWriter problems;

    ProblemEntryPoint(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        challenge.commence(request, response, e);
        var sent = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        var status = response.getStatus();
        problems.write(status == 400
                ? Problem.of(400, "malformed-request", "The request carries its token in a wrong way.")
                : Problem.of(401, sent ? "invalid-token" : "token-missing", sent
                        ? "The token is expired, foreign, not for this service or damaged."
                        : "This operation needs an access token."),
                response);
    }

    @Override
    public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
            AuthenticationException e) throws IOException {
        if (!(e instanceof AuthenticationServiceException)) {
            commence(request, response, e);
            return;
        }
        LOG.warn("The issuer's keys cannot be read, so no token can be checked; clients are told to come back", e);
        problems.write(
                Problem.of(503, "issuer-unavailable", "Tokens cannot be checked at the moment.").retryAfter(SOON),
                response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        denial.handle(request, response, e);
        problems.write(Problem.of(403, "insufficient-scope", "The token does not carry the scope of this operation."),
                response);
    }
}
