package io.planshare.charging.camara;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import io.planshare.kit.problem.Problems;

/** Tells in CAMARA's way what kept a request of this face from being answered. */
@RestControllerAdvice(basePackageClasses = CamaraProblems.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class CamaraProblems {

    @ExceptionHandler
    ResponseEntity<Object> refused(CamaraError.Refused refused) {
        return refused.error().response();
    }

    /** Whatever else happened: logged where it is ours to mend, and told without its inside. */
    @ExceptionHandler
    ResponseEntity<Object> failed(Exception failure) {
        var problem = Problems.of(failure);
        var headers = new HttpHeaders();
        problem.headers().forEach(headers::set);
        return CamaraError.of(problem).response(headers);
    }
}
