package io.planshare.model;

import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Stands for a {@link PersonalIdentifier} where another service must recognise it and may not read it: events and
 * look-up tables. Equal only if number, kind and key are equal. Made by {@link IdentifierKeys}.
 *
 * @param value {@code <key id>.<HMAC-SHA256 of "<kind>:<digits>" in base64url without padding>}; a plain string in JSON
 */
public record IdentifierHmac(@JsonValue String value) {

    static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    // 32 bytes make 43 characters, of which the last carries 4 bits: any other last one would be a second spelling.
    private static final Pattern FORM = Pattern.compile(KEY_ID.pattern() + "\\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");

    /** @throws IllegalArgumentException for any other form; the message does not repeat it */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public IdentifierHmac {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an identifier's HMAC is a key id of 1 to 32 letters, digits, - or _,"
                    + " a dot, and 43 characters of base64url");
        }
    }

    /** Which key made it. */
    public String keyId() {
        return value.substring(0, value.indexOf('.'));
    }

    @Override
    public String toString() {
        return value;
    }
}
