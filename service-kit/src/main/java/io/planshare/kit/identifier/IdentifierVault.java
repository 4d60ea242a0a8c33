package io.planshare.kit.identifier;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.planshare.model.PersonalIdentifier;

/**
 * Encrypts identifiers of people for their owner's database, AES-256-GCM under the current key with a random nonce: two
 * seals of one identifier differ, so rows are found by HMAC, not by this. Safe for any number of threads.
 */
public final class IdentifierVault {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte FORMAT = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final String currentKeyId;
    private final SecretKey currentKey;
    private final Map<String, SecretKey> keys = new LinkedHashMap<>();

    /**
     * Copies the keys.
     *
     * @param keys by key id (1 to 32 ASCII characters), 32 bytes each
     * @throws IllegalArgumentException if there is no current key or a key has another size
     */
    public IdentifierVault(String currentKeyId, Map<String, byte[]> keys) {
        keys.forEach((id, key) -> {
            if (key.length != KEY_BYTES) throw new IllegalArgumentException("vault key " + id + " has not 32 bytes");
            if (!id.matches("[!-~]{1,32}")) throw new IllegalArgumentException("a key id has 1 to 32 ASCII characters");
            this.keys.put(id, new SecretKeySpec(key, "AES"));
        });
        var current = this.keys.get(currentKeyId);
        if (current == null) throw new IllegalArgumentException("there is no vault key for the current key id");
        this.currentKeyId = currentKeyId;
        this.currentKey = current;
    }

    /** What to store: format, key id, nonce, ciphertext and tag. */
    public byte[] seal(PersonalIdentifier identifier) {
        var keyId = currentKeyId.getBytes(StandardCharsets.US_ASCII);
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var head = ByteBuffer.allocate(2 + keyId.length + NONCE_BYTES).put(FORMAT).put((byte) keyId.length).put(keyId)
                .put(nonce).array();
        try {
            var text = cipher(Cipher.ENCRYPT_MODE, currentKey, head, nonce)
                    .doFinal(identifier.value().getBytes(StandardCharsets.US_ASCII));
            return ByteBuffer.allocate(head.length + text.length).put(head).put(text).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    /**
     * The clear value ({@link PersonalIdentifier#value()}) of what was sealed. Never log it.
     *
     * @throws IllegalStateException if it was changed, or sealed under a key that is not configured any more
     */
    public String open(byte[] sealed) {
        try {
            int head = 2 + sealed[1] + NONCE_BYTES;
            var keyId = new String(sealed, 2, sealed[1], StandardCharsets.US_ASCII);
            var key = keys.get(keyId);
            if (sealed[0] != FORMAT || key == null) throw new IllegalStateException("no vault key " + keyId);
            var aad = Arrays.copyOf(sealed, head);
            var nonce = Arrays.copyOfRange(sealed, head - NONCE_BYTES, head);
            var text = cipher(Cipher.DECRYPT_MODE, key, aad, nonce).doFinal(sealed, head, sealed.length - head);
            return new String(text, StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IllegalStateException("a sealed identifier was changed", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] head, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(head);
        return cipher;
    }

    @Override
    public String toString() {
        return "IdentifierVault" + keys.keySet();
    }
}
