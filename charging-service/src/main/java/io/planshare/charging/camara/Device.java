package io.planshare.charging.camara;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.validation.constraints.Pattern;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.kit.problem.Problem;
import io.planshare.model.Msisdn;

/** By what a request names a device. Only its phone number is known here; what else it names is not looked into. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Device(
        @Pattern(regexp = E164, message = "must be + and 5 to 15 digits, the country code first") @Schema(example = "+491701234567", description = "E.164 with its +") @Nullable String phoneNumber,
        @Schema(description = "not supported") @Nullable String networkAccessIdentifier,
        @Schema(description = "not supported") @Nullable Map<String, Object> ipv4Address,
        @Schema(description = "not supported") @Nullable String ipv6Address) {

    private static final String E164 = "\\+[1-9][0-9]{4,14}";

    /**
     * Whom a request is about.
     *
     * @param ofPerson whether the token carries a person's consent, which is for his own number alone
     * @param ofToken the person's number
     */
    static Msisdn subject(@Nullable Device device, boolean ofPerson, Optional<String> ofToken) {
        if (ofPerson) {
            if (device != null) {
                throw refused("unnecessary-identifier", "The device is already identified by the access token.");
            }
            return Msisdn.parse(ofToken.filter(number -> number.matches(E164)).orElseThrow(
                    () -> refused("missing-identifier", "The access token names no verified phone number in E.164.")));
        }
        if (device == null) throw refused("missing-identifier", "The device cannot be identified.");
        if (device.identifiers() == 0) {
            throw Problem.of(400, "invalid-argument", "The body is not valid.").at("/device", "names no identifier")
                    .exception();
        }
        if (device.phoneNumber == null) {
            throw refused("unsupported-identifier", "Only phoneNumber is supported.");
        }
        return Msisdn.parse(device.phoneNumber);
    }

    /** What the answer says of it: which of several identifiers was taken, and nothing where there was one. */
    static @Nullable Device chosen(@Nullable Device device) {
        return device == null || device.identifiers() < 2 ? null : new Device(device.phoneNumber, null, null, null);
    }

    private long identifiers() {
        return Stream.of(phoneNumber, networkAccessIdentifier, ipv4Address, ipv6Address).filter(Objects::nonNull)
                .count();
    }

    private static RuntimeException refused(String slug, String detail) {
        return Problem.of(422, slug, detail).exception();
    }

    /** Names nobody: it may end up in a log. */
    @Override
    public String toString() {
        return "Device[" + identifiers() + " identifiers]";
    }
}
