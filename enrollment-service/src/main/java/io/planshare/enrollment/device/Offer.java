package io.planshare.enrollment.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

import io.planshare.model.Capability;
import io.planshare.model.TrafficMatch;

/** The capabilities that a device offers, before anybody has looked whether they make sense together. */
record Offer(List<Capability> capabilities) {

    static final int MATCHES_MAX = 256;

    /** Something wrong with it. */
    sealed interface Fault {
        /** A capability named twice. */
        record Twice(int capability) implements Fault {}

        /** A capability that no traffic could ever belong to. */
        record NoMatch(int capability) implements Fault {}

        /** {@link Capability#UNCLASSIFIED} is what nothing matches. */
        record MatchOfUnclassified(int capability) implements Fault {}

        /** The same traffic would belong to two capabilities. */
        record SameMatch(int capability, int match, String other) implements Fault {}

        record TooManyMatches(int found) implements Fault {}
    }

    Offer {
        capabilities = List.copyOf(capabilities);
    }

    List<Fault> faults() {
        var faults = new ArrayList<Fault>();
        var codes = new HashSet<String>();
        var owners = new HashMap<TrafficMatch, String>();
        int matches = 0;
        for (int i = 0; i < capabilities.size(); i++) {
            var capability = capabilities.get(i);
            boolean unclassified = capability.code().equals(Capability.UNCLASSIFIED);
            if (!codes.add(capability.code())) faults.add(new Fault.Twice(i));
            if (unclassified && !capability.matches().isEmpty()) faults.add(new Fault.MatchOfUnclassified(i));
            if (!unclassified && capability.matches().isEmpty()) faults.add(new Fault.NoMatch(i));
            for (int j = 0; j < capability.matches().size(); j++) {
                var other = owners.putIfAbsent(capability.matches().get(j), capability.code());
                if (other != null) faults.add(new Fault.SameMatch(i, j, other));
            }
            matches += capability.matches().size();
        }
        if (matches > MATCHES_MAX) faults.add(new Fault.TooManyMatches(matches));
        return faults;
    }
}
