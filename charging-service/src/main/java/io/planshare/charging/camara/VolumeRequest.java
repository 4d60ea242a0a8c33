package io.planshare.charging.camara;

import java.net.Inet6Address;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.camara.CamaraError.Identifying;
import io.planshare.model.Msisdn;

/**
 * A request of DeviceDataVolume: whom it is about, and the body, of which unknown members are ignored.
 *
 * @param number whose volume it is
 * @param chosen whether the body names several identifiers, so that the answer says which one was taken
 */
record VolumeRequest(Msisdn number, boolean chosen, JsonNode body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{4,14}");
    private static final Pattern IPV4 = Pattern
            .compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");
    private static final Set<String> IDENTIFIERS = Set.of("phoneNumber", "networkAccessIdentifier", "ipv4Address",
            "ipv6Address");
    private static final int VALUE_MAX = 1024;

    /** @param tokensNumber of the person whose consent the token carries; empty for a token of a client alone */
    static VolumeRequest read(byte[] bytes, Optional<String> tokensNumber) {
        var body = object(bytes);
        var device = body.get("device");
        var named = device == null || device.isNull() ? null : checked(device);
        if (tokensNumber.isPresent()) {
            if (named != null) {
                throw CamaraError.of(Identifying.UNNECESSARY_IDENTIFIER,
                        "The device is already identified by the access token.").refused();
            }
            return new VolumeRequest(e164(tokensNumber.get()), false, body);
        }
        if (named == null) {
            throw CamaraError.of(Identifying.MISSING_IDENTIFIER, "The device cannot be identified.").refused();
        }
        var number = named.get("phoneNumber");
        if (number == null) {
            throw CamaraError.of(Identifying.UNSUPPORTED_IDENTIFIER, "Only device.phoneNumber is supported.").refused();
        }
        return new VolumeRequest(e164(number.asString()), identifiers(named) > 1, body);
    }

    /** In octets. */
    long threshold() {
        var wanted = body.get("volumeToCheck");
        if (wanted == null || !wanted.isObject()) throw CamaraError.invalid("volumeToCheck must be given.").refused();
        var value = wanted.get("value");
        if (value == null || !value.isIntegralNumber()) {
            throw CamaraError.invalid("volumeToCheck.value must be an integer.").refused();
        }
        if (!value.canConvertToInt() || value.intValue() < 0 || value.intValue() > VALUE_MAX) {
            throw CamaraError.outOfRange("volumeToCheck.value must lie between 0 and 1024.").refused();
        }
        var unit = wanted.get("unit");
        return value.intValue() * switch (unit == null ? "" : unit.asString("")) {
            case "MiB" -> RemainingVolume.MIB;
            case "GiB" -> RemainingVolume.GIB;
            default -> throw CamaraError.invalid("volumeToCheck.unit must be MiB or GiB.").refused();
        };
    }

    /** Which identifier was taken, where the answer has to say so. */
    @Nullable
    DeviceChosen device() {
        return chosen ? new DeviceChosen("+" + number.value()) : null;
    }

    private static JsonNode object(byte[] bytes) {
        try {
            var body = bytes.length == 0 ? null : JSON.readTree(bytes);
            if (body != null && body.isObject()) return body;
        } catch (JacksonException broken) {
            throw CamaraError.invalid("The body is no JSON.").refused();
        }
        throw CamaraError.invalid("The body must be a JSON object.").refused();
    }

    private static JsonNode checked(JsonNode device) {
        if (!device.isObject() || identifiers(device) == 0) throw wrong("device", "must hold an identifier");
        var number = device.get("phoneNumber");
        if (number != null && !(number.isString() && E164.matcher(number.asString()).matches())) {
            throw wrong("device.phoneNumber", "must be + and 5 to 15 digits, the country code first");
        }
        var access = device.get("networkAccessIdentifier");
        if (access != null && !access.isString()) throw wrong("device.networkAccessIdentifier", "must be a string");
        if (device.has("ipv4Address")) checkIpv4(device.get("ipv4Address"));
        var ipv6 = device.get("ipv6Address");
        if (ipv6 != null && !(ipv6.isString() && isIpv6(ipv6.asString()))) {
            throw wrong("device.ipv6Address", "must be an IPv6 address");
        }
        return device;
    }

    private static void checkIpv4(JsonNode address) {
        if (!isIpv4(address.get("publicAddress"))) {
            throw wrong("device.ipv4Address.publicAddress", "must be an IPv4 address");
        }
        var inside = address.get("privateAddress");
        var port = address.get("publicPort");
        if (inside == null && port == null) throw wrong("device.ipv4Address", "needs a privateAddress or a publicPort");
        if (inside != null && !isIpv4(inside)) {
            throw wrong("device.ipv4Address.privateAddress", "must be an IPv4 address");
        }
        if (port != null && !(port.canConvertToInt() && port.isIntegralNumber() && port.intValue() >= 0
                && port.intValue() <= 65_535)) {
            throw wrong("device.ipv4Address.publicPort", "must lie between 0 and 65535");
        }
    }

    private static boolean isIpv4(@Nullable JsonNode address) {
        return address != null && address.isString() && IPV4.matcher(address.asString()).matches();
    }

    private static boolean isIpv6(String text) {
        try {
            Inet6Address.ofLiteral(text);
            return text.indexOf('%') < 0;
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    private static long identifiers(JsonNode device) {
        return IDENTIFIERS.stream().filter(device::has).count();
    }

    private static Msisdn e164(String text) {
        if (!E164.matcher(text).matches()) {
            throw CamaraError.of(Identifying.MISSING_IDENTIFIER, "The access token names no phone number in E.164.")
                    .refused();
        }
        return Msisdn.parse(text);
    }

    private static CamaraError.Refused wrong(String place, String reason) {
        return CamaraError.invalid(place + " " + reason + ".").refused();
    }
}
