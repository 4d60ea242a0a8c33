package io.planshare.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

/**
 * Who pays for what on one device, over time: the one answer that enrollment and charging share (spec S1, rules 1-6).
 * Enrollment publishes it as full state with a gapless version; every device has one, if only an empty one.
 *
 * @param version rises by one with every change
 * @param completeFrom resolutions before this instant need enrollment's full history; from it on this map is enough
 * @param capabilities what the device offers, with the traffic of each
 */
public record PayerMap(DeviceId deviceId, long version, Instant completeFrom, List<Capability> capabilities,
        List<EnrolledPayer> payers, List<SignIn> signIns, PayerFallback fallback) {

    public PayerMap {
        capabilities = List.copyOf(capabilities);
        payers = List.copyOf(payers);
        signIns = List.copyOf(signIns);
    }

    /** Who pays for this traffic at the instant it occurred, under a restriction of that moment. */
    public PayerResolution resolve(Traffic traffic, Instant occurredAt, RestrictionLevel restriction,
            ProtectedTraffic emergency) {
        return resolve(traffic, occurredAt, restriction, emergency, _ -> {});
    }

    /** The same, telling each step to the trace: for people who ask why. */
    public PayerResolution resolve(Traffic traffic, Instant occurredAt, RestrictionLevel restriction,
            ProtectedTraffic emergency, Consumer<String> trace) {
        if (emergency.covers(traffic)) {
            trace.accept("rule 1: emergency traffic is free");
            return new PayerResolution.Emergency();
        }
        var capability = capabilityOf(traffic);
        trace.accept("rule 3: traffic belongs to " + capability);
        return payerOf(capability, occurredAt, restriction, trace);
    }

    /** Who pays for traffic of which the capability is known already: rules 2 and 4 to 6. */
    public PayerResolution payerOf(String capability, Instant occurredAt, RestrictionLevel restriction,
            Consumer<String> trace) {
        if (restriction.deniesTraffic() && !capability.equals(Capability.RECOVERY_BEACON)) {
            trace.accept("rule 2: device is restricted at " + restriction);
            return new PayerResolution.Denied(PayerResolution.Denied.Reason.RESTRICTED);
        }
        var candidates = candidates(capability, occurredAt);
        trace.accept("rule 4: " + candidates.size() + " active enrollments pay for it");
        if (candidates.isEmpty()) return fallBack(capability, occurredAt, trace);
        var payer = candidates.getFirst();
        trace.accept("rule 5: enrollment " + payer.enrollmentId() + " comes first");
        return new PayerResolution.Paid(payer, capability, PayerResolution.Paid.Reason.CAPABILITY);
    }

    /** The instants inside (from, to] at which another payer may begin to pay: where usage over a span is cut. */
    public List<Instant> changesBetween(Instant from, Instant to) {
        var intervals = Stream.concat(payers.stream().flatMap(payer -> payer.active().stream()),
                signIns.stream().map(SignIn::during));
        return intervals
                .flatMap(interval -> Stream.concat(Stream.of(interval.from()), Stream.ofNullable(interval.to())))
                .filter(at -> at.isAfter(from) && !at.isAfter(to)).distinct().sorted().toList();
    }

    private String capabilityOf(Traffic traffic) {
        record Hit(String code, int specificity) {}
        return capabilities.stream()
                .flatMap(capability -> capability.matches().stream().filter(match -> match.matches(traffic))
                        .map(match -> new Hit(capability.code(), match.specificity())))
                .max(comparingInt(Hit::specificity).thenComparing(Hit::code, Comparator.reverseOrder()))
                .map(Hit::code).orElse(Capability.UNCLASSIFIED);
    }

    private List<EnrolledPayer> candidates(String capability, Instant at) {
        return payers.stream()
                .filter(payer -> payer.capabilities().contains(capability) && payer.isActive(at)
                        && isPresent(payer, at))
                .sorted(comparingInt(EnrolledPayer::priority).reversed()
                        .thenComparingInt(payer -> rank(payer.role(), capability))
                        .thenComparing(payer -> signedInSince(payer, at).orElse(Instant.MIN), Comparator.reverseOrder())
                        .thenComparing(comparing(payer -> payer.enrollmentId().value())))
                .toList();
    }

    private static int rank(EnrolledPayer.Role role, String capability) {
        return switch (role) {
            case CONSUMER -> Capability.isForConsumers(capability) ? 0 : 2;
            case PRIMARY_PURPOSE -> Capability.isForConsumers(capability) ? 1 : 0;
            case SPONSOR -> Capability.isForConsumers(capability) ? 2 : 1;
        };
    }

    private boolean isPresent(EnrolledPayer payer, Instant at) {
        return payer.presence() == EnrolledPayer.Presence.NOT_REQUIRED || signedInSince(payer, at).isPresent();
    }

    private Optional<Instant> signedInSince(EnrolledPayer payer, Instant at) {
        return signIns.stream().filter(s -> s.userPartyId().equals(payer.userPartyId()) && s.during().contains(at))
                .map(s -> s.during().from()).max(Comparator.naturalOrder());
    }

    private PayerResolution fallBack(String capability, Instant at, Consumer<String> trace) {
        trace.accept("rule 6: fallback " + fallback.kind());
        var payer = switch (fallback.kind()) {
            case BLOCK -> Optional.<EnrolledPayer>empty();
            case SPONSOR -> payers.stream().filter(p -> p.role() == EnrolledPayer.Role.SPONSOR && p.isActive(at))
                    .min(comparingInt(EnrolledPayer::priority).reversed()
                            .thenComparing(p -> p.enrollmentId().value()));
            case DEFAULT_ENROLLMENT -> payers.stream()
                    .filter(p -> p.enrollmentId().equals(fallback.enrollmentId()) && p.isActive(at)).findFirst();
        };
        var reason = fallback.kind() == PayerFallback.Kind.SPONSOR
                ? PayerResolution.Paid.Reason.FALLBACK_SPONSOR
                : PayerResolution.Paid.Reason.FALLBACK_DEFAULT_ENROLLMENT;
        return payer.<PayerResolution>map(p -> new PayerResolution.Paid(p, capability, reason))
                .orElseGet(() -> new PayerResolution.Denied(PayerResolution.Denied.Reason.NO_PAYER));
    }
}
