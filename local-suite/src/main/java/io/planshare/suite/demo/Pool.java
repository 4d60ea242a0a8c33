package io.planshare.suite.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** The story's provider accounts: what there is to use, and who may. */
enum Pool {
    ANAS_PACKAGE("Ana's own package", 0x50, Person.ANA, 10, List.of(),
            List.of(new Share(Person.ANA, null))),
    ULIS_PACKAGE("Uli's package, in part lent", 0x51, Person.ULI, 8,
            List.of(),
            List.of(new Share(Person.ULI, null), new Share(Person.ANA, 5L))),
    FAMILY_TOP_UP("Family top-up",
            0x52, Person.ANA, 20, List.of(),
            List.of(new Share(Person.ANA, null), new Share(Person.TIA, 8L))),
    CAR_DATA("Car data", 0x53,
            Person.FLEET, 1, List.of(10),
            List.of(new Share(Person.FLEET, null))),
    TRAVEL_PASS("Gina's travel pass", 0x54,
            Person.GINA, 3, List.of(), List.of(new Share(Person.GINA, null)));

    private static final long GIGABYTE = 1_000_000_000L;

    private final String label;
    private final int number;
    private final Person owner;
    private final long gigabytes;
    private final List<Integer> ratingGroups;
    private final List<Share> shares;

    Pool(String label, int number, Person owner, long gigabytes, List<Integer> ratingGroups, List<Share> shares) {
        this.label = label;
        this.number = number;
        this.owner = owner;
        this.gigabytes = gigabytes;
        this.ratingGroups = ratingGroups;
        this.shares = shares;
    }

    /** @param gigabytes at most so much; null: all there is */
    private record Share(Person person, @Nullable Long gigabytes) {
        Map<String, Object> json() {
            var json = new LinkedHashMap<String, Object>(Map.of("subscriptionId", person.subscription()));
            if (gigabytes != null) {
                json.put("limit", gigabytes * GIGABYTE);
            }
            return json;
        }
    }

    UUID id() {
        return DemoId.of(number);
    }

    String label() {
        return label;
    }

    Person owner() {
        return owner;
    }

    /** What charging-service is asked to open. */
    Map<String, Object> json(String since) {
        return Map.of("id", id(), "accountId", owner.account(), "name", label, "unit", "OCTET", "ratingGroups",
                ratingGroups, "units", gigabytes * GIGABYTE, "validFrom", since, "consumers",
                shares.stream().map(Share::json).toList());
    }
}
