package io.planshare.kit.idempotency;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * An answer as it can be given again, byte for byte.
 *
 * @param headers those that belong to the answer, not to the connection or the day
 */
record StoredAnswer(int status, Map<String, String> headers, byte[] body) {

    static final String REPLAYED = "Idempotent-Replayed";

    private static final List<String> KEPT = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG,
            HttpHeaders.RETRY_AFTER, HttpHeaders.LINK);

    static StoredAnswer of(ContentCachingResponseWrapper response) {
        var headers = new LinkedHashMap<String, String>();
        for (var name : KEPT) {
            var value = response.getHeader(name);
            if (value != null) headers.put(name, value);
        }
        return new StoredAnswer(response.getStatus(), headers, response.getContentAsByteArray());
    }

    void replay(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers.forEach(response::setHeader);
        response.setHeader(REPLAYED, "true");
        if (body.length == 0) return;
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
