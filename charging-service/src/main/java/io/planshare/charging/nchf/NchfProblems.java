package io.planshare.charging.nchf;

import java.io.IOException;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import io.planshare.kit.problem.Problems;

/** Tells in 3GPP's way what kept a request of this face from being decided. */
@RestControllerAdvice(basePackageClasses = NchfProblems.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class NchfProblems {

    @ExceptionHandler
    ResponseEntity<byte[]> refused(Refused refused) {
        return refused.response();
    }

    @ExceptionHandler
    ResponseEntity<byte[]> brokenOff(IOException broken) {
        return ProblemDetails.notJson("the body broke off").response();
    }

    /** Whatever else happened: logged where it is ours to mend, and told without its inside. */
    @ExceptionHandler
    ResponseEntity<byte[]> failed(Exception failure) {
        return ProblemDetails.response(Problems.of(failure));
    }
}
