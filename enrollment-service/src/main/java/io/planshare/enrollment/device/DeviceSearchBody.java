package io.planshare.enrollment.device;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceSerial;
import io.planshare.model.Eid;
import io.planshare.model.Eui64;
import io.planshare.model.Imei;
import io.planshare.model.MacAddress;
import io.planshare.model.PersonalIdentifier;

@Schema(name = "DeviceSearch", description = "Exactly one number, in clear")
record DeviceSearchBody(@Schema(implementation = String.class, example = "490154203237518") @Nullable Imei imei,
        @Schema(implementation = String.class, example = "89049032123451234512345678901235") @Nullable Eid eid,
        @Schema(implementation = String.class, example = "00:00:5E:00:53:01") @Nullable MacAddress mac,
        @Schema(implementation = String.class, example = "02005EFFFE005301") @Nullable Eui64 eui64,
        @Schema(implementation = String.class, example = "ACME-0001") @Nullable DeviceSerial serial) {

    /** @throws io.planshare.kit.problem.ProblemException 400 unless it is exactly one */
    PersonalIdentifier identifier() {
        List<PersonalIdentifier> given = Stream
                .of(Optional.ofNullable(imei), Optional.ofNullable(eid), Optional.ofNullable(mac),
                        Optional.ofNullable(eui64), Optional.ofNullable(serial))
                .<PersonalIdentifier>flatMap(Optional::stream).toList();
        if (given.size() == 1) return given.getFirst();
        throw Problem.of(400, "invalid-value", "A search is by exactly one number.")
                .at("", "exactly one of imei, eid, mac, eui64 and serial is needed").exception();
    }
}
