package io.planshare.model;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A number of the network that leads to a person: to his device, his card or his subscription.
 *
 * <p>It shows itself masked everywhere: in {@link #toString()}, so in logs and messages, and in JSON too, so that no
 * record which happens to hold one lets the clear number out by accident. Reading JSON takes the clear number;
 * whoever must write it says so by calling {@link #value()}. Between services goes an {@link IdentifierHmac}.
 *
 * <p>Only the ASCII digits 0-9 count as digits. A wrong form is an {@link InvalidIdentifier}.
 */
public sealed interface PersonalIdentifier permits Imei, Imsi, Msisdn, Iccid, Eid, MacAddress, Eui64, DeviceSerial {

    Kind kind();

    /** The clear number in its one canonical form, without separators. Never log it. */
    String value();

    /**
     * As long as the number, with a star for each hidden digit. An IMEI keeps its first 8 digits (they name a model of
     * device, not a device); any other keeps its last 2, and none if it is shorter than 10.
     */
    @JsonValue
    String masked();

    /** What the number names. The names are part of every {@link IdentifierHmac}: never rename one. */
    enum Kind {
        /** A device (TS 23.003 clause 6). */
        IMEI("15 digits, or 16 as an IMEISV"),
        /** A subscription in the network's registers (TS 23.003 clause 2). */
        IMSI("6 to 15 digits"),
        /** A telephone number (ITU-T E.164). */
        MSISDN("5 to 15 digits with the country code first"),
        /** A SIM card or profile (ITU-T E.118). */
        ICCID("18 to 20 digits"),
        /** A chip that holds SIM profiles (GSMA SGP.29). */
        EID("32 digits"),
        /** A Wi-Fi or Ethernet interface of a device (IEEE EUI-48). */
        MAC("12 hex digits"),
        /** An interface of a sensor network (IEEE EUI-64). */
        EUI64("16 hex digits"),
        /** A maker's own number for a device. */
        SERIAL("3 to 64 letters, digits, . _ / or -");

        private final String form;

        Kind(String form) {
            this.form = form;
        }

        /** How the number is written, in words for people. */
        public String form() {
            return form;
        }
    }
}
