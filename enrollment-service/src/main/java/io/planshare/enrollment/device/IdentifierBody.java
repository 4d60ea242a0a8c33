package io.planshare.enrollment.device;

import jakarta.validation.constraints.NotNull;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceSerial;
import io.planshare.model.Eid;
import io.planshare.model.Eui64;
import io.planshare.model.Imei;
import io.planshare.model.InvalidIdentifier;
import io.planshare.model.MacAddress;
import io.planshare.model.PersonalIdentifier;

@Schema(name = "DeviceIdentifier", description = "A number that names the device; answers show it masked")
record IdentifierBody(
        @Schema(example = "IMEI") @NotNull Type type,
        @Schema(description = "IMEI 15 digits (or 16 as an IMEISV), EID 32 digits, MAC 12 and EUI64 16 hex digits, SERIAL 3 to 64 characters", example = "490154203237518") @NotNull String value) {

    enum Type {
        IMEI, EID, MAC, EUI64, SERIAL
    }

    /** @throws io.planshare.kit.problem.ProblemException 400 that says what is wrong with the number at this place */
    PersonalIdentifier identifier(String pointer) {
        try {
            return switch (type) {
                case IMEI -> Imei.parse(value);
                case EID -> Eid.parse(value);
                case MAC -> MacAddress.parse(value);
                case EUI64 -> Eui64.parse(value);
                case SERIAL -> DeviceSerial.parse(value);
            };
        } catch (InvalidIdentifier e) {
            throw Problem.of(400, "invalid-identifier", "One of the device's identifiers is not what it should be.")
                    .at(pointer + "/value", e.getMessage()).exception();
        }
    }

    @Override
    public String toString() {
        return "IdentifierBody[" + type + "]";
    }
}
