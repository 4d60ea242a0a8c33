package io.planshare.kit.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A write under a key.
 *
 * @param caller client and subject: a key means nothing to anybody else
 * @param hash of query and body: what makes it the same request
 * @param keep how long the answer is remembered
 */
record KeyedRequest(String caller, String method, String path, IdempotencyKey key, byte[] hash, Duration keep) {

    static byte[] hash(@Nullable String query, byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((query == null ? "" : query).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    boolean sameAs(byte[] otherHash) {
        return Arrays.equals(hash, otherHash);
    }

    /** Names the place of this key among all others. */
    String scope() {
        return String.join("\n", caller, method, path, key.value());
    }
}
