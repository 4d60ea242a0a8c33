package io.planshare.charging.camara;

import java.io.IOException;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Around all that stands below the face's path: {@code x-correlator} comes back on every answer, and what the layers before the face
 * refuse (no token, no scope, no such path) is told in CAMARA's way too.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class CamaraFilter extends OncePerRequestFilter {

    static final String CORRELATOR = "x-correlator";
    private static final Pattern CORRELATORS = Pattern.compile("[a-zA-Z0-9-_:;./<>{}]{0,256}");

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(DataVolumeController.PREFIX);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var correlator = request.getHeader(CORRELATOR);
        if (correlator != null && !CORRELATORS.matcher(correlator).matches()) {
            tell(CamaraError.invalid("x-correlator has at most 256 letters, digits and -_:;./<>{}."), response);
            return;
        }
        if (correlator != null) response.setHeader(CORRELATOR, correlator);
        chain.doFilter(request, response);
        if (isProblem(response)) tell(CamaraError.of(response.getStatus()), response);
    }

    private static boolean isProblem(HttpServletResponse response) {
        var type = response.getContentType();
        return !response.isCommitted() && type != null && type.startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    }

    private static void tell(CamaraError error, HttpServletResponse response) throws IOException {
        var body = error.json();
        response.resetBuffer();
        response.setStatus(error.status());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
