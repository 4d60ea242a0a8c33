package io.planshare.charging.nchf;

import java.time.Instant;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import io.planshare.charging.BusinessTime;

/**
 * A body read member by member, straight from its bytes: whoever reads takes what he knows and skips the rest. Knows
 * where it is when a value is not what it should be, and hashes what it passes but for one member of the outermost
 * object. A member that is null counts as absent.
 */
final class JsonBody implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;
    private final BodyHash hash;
    private final String unhashed;
    private boolean hashing = true;

    /** @param unhashed the member that makes no difference to the hash */
    JsonBody(byte[] bytes, String unhashed) {
        parser = JSON.createParser(ObjectReadContext.empty(), bytes);
        hash = new BodyHash(bytes.length);
        this.unhashed = unhashed;
        next();
    }

    boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    /** Says that the value at hand must be an object, whose members {@link #nextName} tells. */
    void enterObject() {
        if (parser.currentToken() != JsonToken.START_OBJECT) throw wrong("must be an object");
    }

    /** Moves to the value of the next member that has one; null at the end of the object. */
    @Nullable
    String nextName() {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            hashing = !(name.equals(unhashed) && parser.streamReadContext().getParent().inRoot());
            absorb(JsonToken.PROPERTY_NAME);
            if (next() != JsonToken.VALUE_NULL) return name;
        }
        hashing = true;
        absorb(JsonToken.END_OBJECT);
        return null;
    }

    /** Says that the value at hand must be an array, whose elements {@link #nextElement} tells. */
    void enterArray() {
        if (parser.currentToken() != JsonToken.START_ARRAY) throw wrong("must be an array");
    }

    /** Moves to the next element; false at the end of the array. */
    boolean nextElement() {
        return next() != JsonToken.END_ARRAY;
    }

    /** Passes the value at hand, whatever it is. */
    void skip() {
        int depth = 0;
        for (var token = parser.currentToken();; token = next()) {
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) return;
        }
    }

    /** Says that nothing may follow. */
    void end() {
        if (parser.nextToken() != null) throw Refused.notJson("something follows the end of the body");
    }

    String text(int longest) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) throw wrong("must be a string");
        return kept(longest);
    }

    /** An identifier, which some write as a number. */
    String textOrNumber(int longest) {
        var token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) throw wrong("must be a string");
        return kept(longest);
    }

    long integer(long most) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) throw wrong("must be an integer");
        var fits = switch (parser.getNumberType()) {
            case INT, LONG -> true;
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> false;
        };
        if (!fits || parser.getLongValue() < 0 || parser.getLongValue() > most) {
            throw wrong("must lie between 0 and " + most);
        }
        return parser.getLongValue();
    }

    boolean flag() {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> throw wrong("must be true or false");
        };
    }

    /** To the microsecond, which is what is stored; network functions send nanoseconds and offsets. */
    Instant instant() {
        try {
            return BusinessTime.sensible(Instant.parse(text(64)));
        } catch (DateTimeParseException notADate) {
            throw wrong("must be a date and time with an offset (RFC 3339)");
        } catch (IllegalArgumentException notOfThisAge) {
            throw wrong("must lie between the years 2000 and 2099");
        }
    }

    /** Says that the object whose end was just read must have had this member. */
    <T> T required(String name, @Nullable T value) {
        if (value == null) throw Refused.missing(pointer() + "/" + name);
        return value;
    }

    /** The value at hand, or the object whose end was just read, is not what it should be. */
    Refused wrong(String reason) {
        return Refused.incorrect(pointer(), reason);
    }

    /** The hash of all that was passed so far. */
    String hash() {
        return hash.digest();
    }

    @Override
    public void close() {
        parser.close();
    }

    private String kept(int longest) {
        var text = parser.getString();
        if (text.length() > longest) throw wrong("must have at most " + longest + " characters");
        if (!isPlain(text) && text.codePoints().anyMatch(JsonBody::cannotBeKept)) {
            throw wrong("holds a character that is no text");
        }
        return text;
    }

    /** Whether it is all printable ASCII, as it nearly always is. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') return false;
        }
        return true;
    }

    private static boolean cannotBeKept(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    private String pointer() {
        return parser.streamReadContext().pathAsPointer().toString();
    }

    private JsonToken next() {
        var token = parser.nextToken();
        if (token == null) throw Refused.notJson("the body is empty");
        absorb(token);
        return token;
    }

    private void absorb(JsonToken token) {
        if (!hashing) return;
        switch (token) {
            case PROPERTY_NAME, VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> hash.add(token,
                    parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
            default -> hash.add(token);
        }
    }
}
