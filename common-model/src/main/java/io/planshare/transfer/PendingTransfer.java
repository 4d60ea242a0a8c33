package io.planshare.transfer;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Units;

/**
 * A transfer that is not over, as a decision sees it.
 *
 * @param done octets transferred so far
 * @param lost the connection it was assigned to, if that went away; until it is assigned again
 * @param acknowledged the dearer connection that the application agreed to take in its place
 * @param barred connections that let it through later and not now, whatever the plan allows: a SIM group's cap
 */
public record PendingTransfer(TransferRequest request, Units done, @Nullable String lost,
        @Nullable String acknowledged, Set<String> barred) {

    public PendingTransfer {
        barred = Set.copyOf(barred);
    }

    public PendingTransfer(TransferRequest request, Units done, @Nullable String lost, @Nullable String acknowledged) {
        this(request, done, lost, acknowledged, Set.of());
    }

    public static PendingTransfer fresh(TransferRequest request) {
        return new PendingTransfer(request, Units.ZERO, null, null);
    }

    /** What it would be admitted for: the rest of it, or one lease. */
    Units need() {
        var size = request.size();
        return size == null ? Admission.LEASE_UNKNOWN_SIZE : size.excessOver(done);
    }
}
