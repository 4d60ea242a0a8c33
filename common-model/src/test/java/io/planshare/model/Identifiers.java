package io.planshare.model;

import java.math.BigInteger;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.planshare.model.PersonalIdentifier.Kind;

/** Valid numbers by chance. Check digits are found by trial against the textbook rule, not by the code under test. */
final class Identifiers {

    private Identifiers() {}

    static PersonalIdentifier parse(Kind kind, @Nullable String text) {
        return switch (kind) {
            case IMEI -> Imei.parse(text);
            case IMSI -> Imsi.parse(text);
            case MSISDN -> Msisdn.parse(text);
            case ICCID -> Iccid.parse(text);
            case EID -> Eid.parse(text);
            case MAC -> MacAddress.parse(text);
            case EUI64 -> Eui64.parse(text);
            case SERIAL -> DeviceSerial.parse(text);
        };
    }

    static String valid(Kind kind, RandomGenerator random) {
        return switch (kind) {
            case IMEI -> withLuhn(digits(random, 14));
            case IMSI -> digits(random, random.nextInt(6, 16));
            case MSISDN -> random.nextInt(1, 10) + digits(random, random.nextInt(4, 15));
            case ICCID -> {
                int length = random.nextInt(18, 21);
                yield length == 18 ? "89" + digits(random, 16) : withLuhn("89" + digits(random, length - 3));
            }
            case EID -> withMod97("89" + digits(random, 28));
            case MAC -> "%012X".formatted(random.nextLong(1L << 48));
            case EUI64 -> "%016X".formatted(random.nextLong());
            case SERIAL -> "SN-" + digits(random, random.nextInt(1, 62));
        };
    }

    static String digits(RandomGenerator random, int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(random.nextInt(10));
        }
        return text.toString();
    }

    static String withLuhn(String body) {
        for (char check = '0'; check <= '9'; check++) {
            if (luhnSum(body + check) % 10 == 0) return body + check;
        }
        throw new AssertionError("some digit must do");
    }

    private static int luhnSum(String digits) {
        int sum = 0;
        for (int fromRight = 0; fromRight < digits.length(); fromRight++) {
            int digit = Character.digit(digits.charAt(digits.length() - 1 - fromRight), 10);
            int doubled = digit * 2;
            sum += fromRight % 2 == 0 ? digit : doubled / 10 + doubled % 10;
        }
        return sum;
    }

    private static String withMod97(String body) {
        var rest = new BigInteger(body + "00").mod(BigInteger.valueOf(97)).intValueExact();
        return body + "%02d".formatted(98 - rest);
    }

    /** The same number with another digit at one place. */
    static String flipped(String number, int place, RandomGenerator random) {
        int other = (number.charAt(place) - '0' + random.nextInt(1, 10)) % 10;
        return number.substring(0, place) + other + number.substring(place + 1);
    }
}
