package io.planshare.charging.rating;

import java.math.BigDecimal;
import java.util.regex.Pattern;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** A decimal as string or number, read exactly: never by way of a double. */
public final class DecimalReader extends StdScalarDeserializer<BigDecimal> {

    private static final int DIGITS = 9;
    private static final Pattern FORM = Pattern.compile("\\d{1," + DIGITS + "}(\\.\\d{1," + DIGITS + "})?");

    public DecimalReader() {
        super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser json, DeserializationContext context) {
        return switch (json.currentToken()) {
            case VALUE_STRING -> parse(json.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> checked(json.getDecimalValue());
            default -> throw wrong();
        };
    }

    private static BigDecimal parse(String text) {
        if (!FORM.matcher(text).matches()) throw wrong();
        return new BigDecimal(text);
    }

    private static BigDecimal checked(BigDecimal value) {
        var plain = value.stripTrailingZeros();
        if (value.signum() < 0 || plain.scale() > DIGITS || plain.precision() - plain.scale() > DIGITS) throw wrong();
        return value;
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "must be a decimal, 0 or more, of up to 9 digits before and 9 after the point");
    }
}
