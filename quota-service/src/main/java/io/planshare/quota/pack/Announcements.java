package io.planshare.quota.pack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.event.QuotaEvent.PackageMember;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;

/** Tells charging of each cycle, a whole cycle ahead, and again whenever its terms or members are others. */
@Service
public class Announcements {

    private final PackageStore packages;
    private final CycleStore cycles;
    private final Outbox outbox;

    Announcements(PackageStore packages, CycleStore cycles, Outbox outbox) {
        this.packages = packages;
        this.cycles = cycles;
        this.outbox = outbox;
    }

    /** Said twice, nothing is told the second time. In the caller's transaction. */
    public void announce(Collection<SharedPackage> shared, Instant now) {
        shared.forEach(each -> announce(each, now));
    }

    /** Every cycle of these packages that was ever announced, the earliest first. */
    public List<PackageActivated> cycles(Collection<PackageId> ids) {
        return cycles.ofPackages(ids);
    }

    private void announce(SharedPackage shared, Instant now) {
        packages.lock(shared.bought().id());
        var known = new ArrayList<>(cycles.announced(shared.bought().id(), now));
        var due = shared.bought().cyclesFrom(now);
        for (var cycle : due) {
            var before = known.stream().filter(it -> it.cycle().from().equals(cycle.from())).findFirst().orElse(null);
            known.remove(before);
            tell(before, cycleOf(shared, cycle, before, now));
        }
        // What was announced and will not be: the package ends before.
        for (var gone : known)
            tell(gone, emptied(gone));
        packages.lookAt(shared.bought().id(), nextLook(shared, due, now));
    }

    private void tell(@Nullable PackageActivated before, PackageActivated cycle) {
        if (cycle.equals(before)) return;
        var next = before == null ? cycle : withVersion(cycle, before.version() + 1);
        cycles.save(next);
        outbox.publish(next);
    }

    private static PackageActivated cycleOf(SharedPackage shared, Interval cycle, @Nullable PackageActivated before,
            Instant now) {
        var bought = shared.bought();
        var rollOver = bought.rollOver();
        var at = cycle.from().isBefore(now) ? now : cycle.from();
        return new PackageActivated(bought.id(),
                before == null ? ProviderAccountId.next() : before.providerAccountId(),
                before == null ? 1 : before.version(), bought.accountId(), bought.name(), bought.unit(),
                bought.ratingGroups().stream().sorted().toList(), bought.units(),
                before == null ? cycle : before.cycle(), shared.policy().reserveAt(at),
                rollOver == null ? null : rollOver.days(), rollOver == null ? null : rollOver.cap(),
                shared.borrowers().stream().map(it -> new PackageMember(it.accountId(), it.limit())).toList());
    }

    private static PackageActivated emptied(PackageActivated gone) {
        return new PackageActivated(gone.packageId(), gone.providerAccountId(), gone.version(), gone.accountId(),
                gone.name(), gone.unit(), gone.ratingGroups(), Units.ZERO, gone.cycle(), Units.ZERO, null, null,
                List.of());
    }

    private static PackageActivated withVersion(PackageActivated it, long version) {
        return new PackageActivated(it.packageId(), it.providerAccountId(), version, it.accountId(), it.name(),
                it.unit(), it.ratingGroups(), it.units(), it.cycle(), it.ownerReserve(), it.rollOverDays(),
                it.rollOverCap(), it.members());
    }

    /** When the next cycle is due, or the owner's reserve ends. */
    private static @Nullable Instant nextLook(SharedPackage shared, List<Interval> due, Instant now) {
        var next = due.isEmpty() ? null : due.getFirst().to();
        var reserveEnds = shared.policy().ownerReserveUntil();
        if (reserveEnds == null || !reserveEnds.isAfter(now)) return next;
        return next == null || reserveEnds.isBefore(next) ? reserveEnds : next;
    }
}
