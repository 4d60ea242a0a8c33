package io.planshare.kit.json;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** A text that PostgreSQL can hold and a terminal can show: no control characters but tab and line ends, no half pairs. */
final class CleanString extends StdScalarDeserializer<String> {

    CleanString() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser json, DeserializationContext context) {
        var text = StringDeserializer.instance.deserialize(json, context);
        // StringDeserializer answers null only where coercions to null are configured; ours fail.
        if (!isClean(text)) {
            throw context.weirdStringException("", String.class, "must not hold control characters");
        }
        return text;
    }

    static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) continue;
            if (Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r') return false;
            if (Character.isLowSurrogate(c)) return false;
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) return false;
            }
        }
        return true;
    }
}
