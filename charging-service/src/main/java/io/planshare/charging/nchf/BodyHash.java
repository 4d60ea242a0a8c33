package io.planshare.charging.nchf;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

import tools.jackson.core.JsonToken;

/**
 * Whether two bodies say the same, told by their tokens: white space and the spelling of a character make no difference,
 * the order of members does. Collects first and digests once, which is much cheaper than token by token.
 */
final class BodyHash {

    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    /** A token's kind and the length of its text. */
    private static final int HEAD = 5;
    /** Says that a character follows in two bytes. */
    private static final byte WIDE = (byte) 0xff;
    private static final int WIDEST = 3;

    private byte[] bytes;
    private int size;

    /** @param expected about how many bytes the body has */
    BodyHash(int expected) {
        bytes = new byte[2 * expected + HEAD];
    }

    /** A token that is nothing but its kind: structure, true, false, null. */
    void add(JsonToken token) {
        reserve(1);
        bytes[size++] = (byte) token.id();
    }

    /** A name, a text or a number as it was written; most of it is ASCII. */
    void add(JsonToken token, char[] text, int offset, int length) {
        reserve(HEAD + WIDEST * length);
        bytes[size++] = (byte) token.id();
        for (int shift = 24; shift >= 0; shift -= 8)
            bytes[size++] = (byte) (length >>> shift);
        for (int i = offset; i < offset + length; i++)
            add(text[i]);
    }

    /** 43 characters of base64url: a SHA-256. */
    String digest() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes, 0, size);
            return TEXT.encodeToString(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void add(char character) {
        if (character < 0x80) {
            bytes[size++] = (byte) character;
        } else {
            bytes[size++] = WIDE;
            bytes[size++] = (byte) (character >>> 8);
            bytes[size++] = (byte) character;
        }
    }

    private void reserve(int more) {
        if (size + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
}
