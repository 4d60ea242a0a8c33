package io.planshare.kit.json;

import java.time.DateTimeException;
import java.time.Instant;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** A time is ISO-8601 with its offset, of the years that people and PostgreSQL write; no count of seconds. */
final class StrictInstant extends StdScalarDeserializer<Instant> {

    private static final Instant FROM = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant BEFORE = Instant.parse("+10000-01-01T00:00:00Z");

    StrictInstant() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            try {
                var instant = Instant.parse(json.getString());
                if (!instant.isBefore(FROM) && instant.isBefore(BEFORE)) return instant;
            } catch (DateTimeException e) {
                // told below, as for any other wrong form
            }
        }
        throw context.weirdStringException("", Instant.class, "not a time in ISO-8601");
    }
}
