package io.planshare.charging.nchf;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Takes the body off a request, if it is JSON and not too large. */
final class Incoming {

    private Incoming() {}

    /** @param most so many bytes */
    static byte[] json(HttpServletRequest http, int most) throws IOException {
        if (!isJson(http.getContentType())) {
            throw new Refused(ProblemDetails.of(415, null, "The body must be application/json.")
                    .at("header " + HttpHeaders.CONTENT_TYPE, "must be application/json"));
        }
        long length = http.getContentLengthLong();
        if (length > most) throw tooLarge(most);
        var body = length < 0
                ? http.getInputStream().readNBytes(most + 1)
                : exactly((int) length, http.getInputStream());
        if (body.length > most) throw tooLarge(most);
        return body;
    }

    private static boolean isJson(@Nullable String contentType) {
        if (MediaType.APPLICATION_JSON_VALUE.equals(contentType)) return true;
        try {
            return contentType != null && MediaType.parseMediaType(contentType)
                    .equalsTypeAndSubtype(MediaType.APPLICATION_JSON);
        } catch (InvalidMediaTypeException notOne) {
            return false;
        }
    }

    private static byte[] exactly(int length, InputStream stream) throws IOException {
        var body = new byte[length];
        var read = stream.readNBytes(body, 0, length);
        return read == length ? body : Arrays.copyOf(body, read);
    }

    private static Refused tooLarge(int most) {
        return new Refused(ProblemDetails.of(413, null, "The body is larger than " + most + " bytes."));
    }
}
