package io.planshare.charging.camara;

import java.io.IOException;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.kit.problem.Problem;
import io.planshare.kit.problem.ProblemWriter;

/**
 * Around all that stands below the face's path: {@code x-correlator} comes back on every answer, and whatever was refused, in whichever
 * layer (no token, no scope, no such path, a wrong body), is told in CAMARA's form.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class CamaraFilter extends OncePerRequestFilter {

    static final String CORRELATOR = "x-correlator";
    private static final Pattern CORRELATORS = Pattern.compile("[a-zA-Z0-9-_:;./<>{}]{0,256}");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ProblemWriter problems = new ProblemWriter(JSON);

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var refused = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return !(refused == null ? request.getRequestURI() : refused.toString())
                .startsWith(DataVolumeController.PREFIX);
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var answer = new ContentCachingResponseWrapper(response);
        var correlator = request.getHeader(CORRELATOR);
        if (correlator == null || CORRELATORS.matcher(correlator).matches()) {
            if (correlator != null) answer.setHeader(CORRELATOR, correlator);
            chain.doFilter(request, answer);
        } else {
            problems.write(
                    Problem.of(400, "invalid-header", "The request has a header that is not valid.").at(CORRELATOR,
                            "has at most 256 letters, digits and -_:;./<>{}"),
                    answer);
        }
        var type = answer.getContentType();
        if (type != null && type.startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE)) {
            var error = JSON.writeValueAsBytes(CamaraError.of(JSON.readTree(answer.getContentAsByteArray())));
            answer.resetBuffer();
            answer.setContentType(MediaType.APPLICATION_JSON_VALUE);
            answer.getOutputStream().write(error);
        }
        answer.copyBodyToResponse();
    }
}
