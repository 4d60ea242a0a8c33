package io.planshare.kit.json;

import java.util.UUID;
import java.util.regex.Pattern;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** One spelling for one id: 36 characters. Java and Jackson read shorter forms and base64 too. */
final class CanonicalUuid extends StdScalarDeserializer<UUID> {

    private static final Pattern FORM = Pattern
            .compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    CanonicalUuid() {
        super(UUID.class);
    }

    @Override
    public UUID deserialize(JsonParser json, DeserializationContext context) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            var text = json.getString();
            if (FORM.matcher(text).matches()) return UUID.fromString(text);
        }
        throw context.weirdStringException("", UUID.class, "not a UUID of 36 characters");
    }

    /** @throws IllegalArgumentException for any other form */
    static UUID parse(String text) {
        if (!FORM.matcher(text).matches()) throw new IllegalArgumentException("is not an id: a UUID of 36 characters");
        return UUID.fromString(text);
    }
}
