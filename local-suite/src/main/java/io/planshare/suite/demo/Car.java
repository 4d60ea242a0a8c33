package io.planshare.suite.demo;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rental car: its owner pays what the car says about itself, the guest what he does in it. */
final class Car {
    static final UUID ID = DemoId.of(0x40);
    static final UUID OWNERS = DemoId.of(0x41);
    static final UUID GUESTS = DemoId.of(0x42);
    static final String PEI = "imei-356938035643809";
    static final long TELEMATICS = 10;
    static final long INFOTAINMENT = 20;
    static final long HOTSPOT = 30;

    private static final long GUEST_LIMIT = 2_000_000_000L;

    private Car() {}

    static Map<String, Object> device() {
        return Map.of("id", ID, "kind", "VEHICLE", "ownerPartyId", Person.FLEET.party(),
                "identifiers", List.of(Map.of("type", "IMEI", "value", PEI.substring("imei-".length()))),
                "capabilities", List.of(capability("OEM_TELEMATICS", TELEMATICS),
                        capability("INFOTAINMENT", INFOTAINMENT), capability("HOTSPOT", HOTSPOT)),
                "fallback", Map.of("kind", "BLOCK"));
    }

    static Map<String, Object> ownersEnrollment(String since) {
        return Map.of("id", OWNERS, "userPartyId", Person.FLEET.party(), "role", "PRIMARY_PURPOSE",
                "subscriptionId", Person.FLEET.subscription(), "capabilities", List.of("OEM_TELEMATICS"),
                "priority", 100, "presence", "NOT_REQUIRED", "validFrom", since);
    }

    static Map<String, Object> guestsEnrollment(String since) {
        return Map.of("id", GUESTS, "userPartyId", Person.GINA.party(), "role", "CONSUMER",
                "subscriptionId", Person.GINA.subscription(), "capabilities", List.of("INFOTAINMENT", "HOTSPOT"),
                "priority", 100, "presence", "NOT_REQUIRED", "validFrom", since,
                "caps", List.of(Map.of("unit", "OCTET", "limit", GUEST_LIMIT, "window", "LIFETIME")),
                "consents",
                List.of(Map.of("byPartyId", Person.FLEET.party(), "reference", "Rental agreement 2026-117")));
    }

    private static Map<String, Object> capability(String code, long ratingGroup) {
        return Map.of("code", code, "matches", List.of(Map.of("ratingGroup", ratingGroup)));
    }
}
