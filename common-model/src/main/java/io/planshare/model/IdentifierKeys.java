package io.planshare.model;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys under which services recognise each other's identifiers. New HMACs are made with the current key; look-ups
 * try {@link #candidates} until everything made with a previous key has been published again, then that key goes.
 *
 * <p>Safe for any number of threads, virtual ones too: it holds no lock and no thread-local, each call works on a copy
 * of a MAC that was set up once. Never shows a key.
 */
public final class IdentifierKeys {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES_MIN = 32;

    private record Prepared(String keyId, Mac mac) {}

    private final Prepared current;
    private final List<Prepared> currentFirst;

    /**
     * Copies the keys.
     *
     * @param currentKeyId the key for new HMACs
     * @param keys by key id (1-32 letters, digits, {@code -} or {@code _}), at least 32 bytes each; the previous ones
     *            are tried in the order in which this map yields them
     * @throws IllegalArgumentException if there is no current key, a key is too short or a key id malformed
     */
    public IdentifierKeys(String currentKeyId, Map<String, byte[]> keys) {
        var currentKey = keys.get(currentKeyId);
        if (currentKey == null) throw new IllegalArgumentException("there is no key for the current key id");
        current = prepare(currentKeyId, currentKey);
        var prepared = new ArrayList<Prepared>();
        prepared.add(current);
        keys.forEach((keyId, key) -> {
            if (!keyId.equals(currentKeyId)) prepared.add(prepare(keyId, key));
        });
        currentFirst = List.copyOf(prepared);
    }

    private static Prepared prepare(String keyId, byte[] key) {
        if (!IdentifierHmac.KEY_ID.matcher(keyId).matches()) {
            throw new IllegalArgumentException("a key id has 1 to 32 letters, digits, - or _");
        }
        if (key.length < KEY_BYTES_MIN) {
            throw new IllegalArgumentException("key " + keyId + " has " + key.length + " bytes, expected at least "
                    + KEY_BYTES_MIN);
        }
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return new Prepared(keyId, mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** The HMAC to publish and to store. */
    public IdentifierHmac of(PersonalIdentifier identifier) {
        return hmac(current, message(identifier));
    }

    /** Under which HMACs the identifier may be known: the current key's first, then those of the previous keys. */
    public List<IdentifierHmac> candidates(PersonalIdentifier identifier) {
        var message = message(identifier);
        return currentFirst.stream().map(key -> hmac(key, message)).toList();
    }

    private static byte[] message(PersonalIdentifier identifier) {
        return (identifier.kind().name() + ":" + identifier.value()).getBytes(StandardCharsets.US_ASCII);
    }

    private static IdentifierHmac hmac(Prepared key, byte[] message) {
        try {
            // The prepared one is only ever copied, never fed: that is what makes sharing it safe.
            var digest = ((Mac) key.mac.clone()).doFinal(message);
            return new IdentifierHmac(key.keyId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's " + ALGORITHM + " cannot be copied", e);
        }
    }

    @Override
    public String toString() {
        return "IdentifierKeys" + currentFirst.stream().map(Prepared::keyId).toList();
    }
}
