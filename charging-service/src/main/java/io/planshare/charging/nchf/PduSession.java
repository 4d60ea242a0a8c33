package io.planshare.charging.nchf;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.Imei;
import io.planshare.model.InvalidIdentifier;
import io.planshare.model.SNssai;

/**
 * What matters of the PDU session that is charged (TS 32.291 PDUSessionChargingInformation).
 *
 * @param locatedIn the network of the userLocationinfo; cells are not kept
 */
@Schema(name = "PDUSessionChargingInformation")
record PduSession(@Nullable String sMFchargingId, @Nullable String chargingId,
        @Nullable UserInformation userInformation, @Nullable PduSessionInformation pduSessionInformation,
        @Schema(hidden = true) @Nullable String locatedIn) {

    /** @param servedPEI of any form; only an IMEI or IMEISV leads to a device */
    record UserInformation(@Nullable String servedPEI) {}

    /** @param servedBy the network of servingCNPlmnId or servingNetworkFunctionID */
    record PduSessionInformation(@Nullable String dnnId, @Nullable NetworkSlicingInfo networkSlicingInfo,
            @Schema(hidden = true) @Nullable String servedBy) {}

    record NetworkSlicingInfo(SNssai sNSSAI) {}

    private static final int LONGEST = 256;

    static PduSession read(JsonBody body) {
        @Nullable
        String smfId = null;
        @Nullable
        String id = null;
        @Nullable
        UserInformation user = null;
        @Nullable
        PduSessionInformation session = null;
        @Nullable
        String location = null;
        body.enterObject();
        for (var name = body.nextName(); name != null; name = body.nextName()) {
            switch (name) {
                case "sMFchargingId" -> smfId = body.textOrNumber(LONGEST);
                case "chargingId" -> id = body.textOrNumber(LONGEST);
                case "userInformation" -> user = readUser(body);
                case "pduSessionInformation" -> session = readSession(body);
                case "userLocationinfo" -> location = ServingNetwork.read(body);
                default -> body.skip();
            }
        }
        return new PduSession(smfId, id, user, session, location);
    }

    /** The equipment, when the network told one that is an IMEI; anything else says nothing to us. */
    @Nullable
    Imei imei() {
        if (userInformation == null || userInformation.servedPEI == null) return null;
        try {
            return Imei.ofPei(userInformation.servedPEI);
        } catch (InvalidIdentifier anotherForm) {
            return null;
        }
    }

    @Nullable
    String dnn() {
        return pduSessionInformation == null ? null : pduSessionInformation.dnnId;
    }

    /** The network that serves it: the core's own word, else where its user is. */
    @Nullable
    String servingNetwork() {
        var served = pduSessionInformation == null ? null : pduSessionInformation.servedBy;
        return served == null ? locatedIn : served;
    }

    @Nullable
    SNssai slice() {
        var slicing = pduSessionInformation == null ? null : pduSessionInformation.networkSlicingInfo;
        return slicing == null ? null : slicing.sNSSAI;
    }

    private static UserInformation readUser(JsonBody body) {
        @Nullable
        String pei = null;
        body.enterObject();
        for (var name = body.nextName(); name != null; name = body.nextName()) {
            if (name.equals("servedPEI")) pei = body.text(LONGEST);
            else
                body.skip();
        }
        return new UserInformation(pei);
    }

    private static PduSessionInformation readSession(JsonBody body) {
        @Nullable
        String dnn = null;
        @Nullable
        NetworkSlicingInfo slicing = null;
        @Nullable
        String core = null;
        @Nullable
        String function = null;
        body.enterObject();
        for (var name = body.nextName(); name != null; name = body.nextName()) {
            switch (name) {
                case "dnnId" -> dnn = body.text(LONGEST);
                case "networkSlicingInfo" -> slicing = readSlicing(body);
                case "servingCNPlmnId" -> core = ServingNetwork.read(body);
                case "servingNetworkFunctionID" -> function = ServingNetwork.read(body);
                default -> body.skip();
            }
        }
        return new PduSessionInformation(dnn, slicing, core == null ? function : core);
    }

    private static @Nullable NetworkSlicingInfo readSlicing(JsonBody body) {
        @Nullable
        SNssai slice = null;
        body.enterObject();
        for (var name = body.nextName(); name != null; name = body.nextName()) {
            if (name.equals("sNSSAI")) slice = readSlice(body);
            else
                body.skip();
        }
        return slice == null ? null : new NetworkSlicingInfo(slice);
    }

    private static SNssai readSlice(JsonBody body) {
        @Nullable
        Long sst = null;
        @Nullable
        String sd = null;
        body.enterObject();
        for (var name = body.nextName(); name != null; name = body.nextName()) {
            switch (name) {
                case "sst" -> sst = body.integer(255);
                case "sd" -> sd = body.text(LONGEST);
                default -> body.skip();
            }
        }
        try {
            return new SNssai(body.required("sst", sst).intValue(), sd);
        } catch (IllegalArgumentException notASlice) {
            throw body.wrong("needs an sd of six hex digits, or none");
        }
    }
}
