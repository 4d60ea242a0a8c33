package io.planshare.suite.issuer;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Every scope that an operation of the suite may ask for (design section 7). */
final class Scopes {
    static final String NCHF = "nchf-convergedcharging";
    static final String SPENDING = "nchf-spendinglimitcontrol";
    static final String EIR = "n5g-eir-eic";

    static final Set<String> ALL = Set.of(
            "enrollment:read", "enrollment:write",
            "quota:read", "quota:write", "transfer:use",
            "sim-group:read", "sim-group:write", "sim-group:report", "sim-group:activity",
            "charging:read", "charging:write",
            "sim:read", "sim:write",
            "theft:read", "theft:write", "theft:confirm",
            "operations:read", "operations:write",
            "device-data-volume:read",
            NCHF, SPENDING, EIR);

    static final Set<String> READ = those(scope -> scope.endsWith(":read"));
    static final Set<String> NETWORK = Set.of(NCHF, SPENDING, EIR);
    /** Contracts and stock: everything but the network's interfaces and the running of the system. */
    static final Set<String> BACK_OFFICE = those(
            scope -> !NETWORK.contains(scope) && !scope.startsWith("operations:"));
    /** Keeps the system and its customers safe: sees all, orders and lifts restrictions, runs operations. */
    static final Set<String> OPERATOR = those(
            scope -> scope.endsWith(":read") || scope.startsWith("theft:") || scope.startsWith("operations:"));

    private Scopes() {}

    private static Set<String> those(Predicate<String> wanted) {
        return ALL.stream().filter(wanted).collect(Collectors.toCollection(TreeSet::new));
    }
}
