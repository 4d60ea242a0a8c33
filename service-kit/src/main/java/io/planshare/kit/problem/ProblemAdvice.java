package io.planshare.kit.problem;

import jakarta.servlet.http.HttpServletResponse;

import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** The last word on what a controller let through; a face with an error format of its own orders its advice before. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice {

    @ExceptionHandler(Exception.class)
    @Nullable
    ResponseEntity<ProblemDetail> problem(Exception thrown, HttpServletResponse response) throws Exception {
        return switch (thrown) {
            // The security filters answer these, with what the client needs to get a better token.
            case AccessDeniedException denied -> throw denied;
            case AuthenticationException unknown -> throw unknown;
            // Nobody listens any more.
            case AsyncRequestNotUsableException gone -> null;
            case ClientAbortException gone when response.isCommitted() -> null;
            default -> Problems.of(thrown).response();
        };
    }
}
