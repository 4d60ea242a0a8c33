package io.planshare.quota.pack;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.model.AccountId;
import io.planshare.model.PackageId;

/** Packages: bought, ended, shown, and their cycles announced in time. */
@Service
class Packages {

    private static final int BATCH = 100;

    private final PackageStore packages;
    private final Sharings sharings;
    private final Announcements announcements;
    private final AudienceChanges audiences;
    private final Clock clock;

    Packages(PackageStore packages, Sharings sharings, Announcements announcements, AudienceChanges audiences,
            Clock clock) {
        this.packages = packages;
        this.sharings = sharings;
        this.announcements = announcements;
        this.audiences = audiences;
        this.clock = clock;
    }

    /** It is private, and usable from its first cycle on. */
    @Transactional
    PackageOutcome buy(UsagePackage wanted) {
        var now = now();
        if (wanted.validity().to() != null && !wanted.validity().to().isAfter(now)) return new PackageOutcome.Over();
        if (!packages.insert(wanted, now)) return new PackageOutcome.IdTaken();
        audiences.audiencesChanged(List.of(wanted.accountId()));
        return new PackageOutcome.Done(wanted);
    }

    /** At the end of the cycle of now; what was announced after it is taken back. */
    @Transactional
    PackageOutcome end(PackageId id) {
        var now = now();
        var found = packages.lock(id);
        if (found.isEmpty()) return new PackageOutcome.Unknown(id);
        var bought = found.get();
        var end = bought.renewal().at(now, bought.validity()).map(cycle -> cycle.to());
        if (end.isEmpty()) return new PackageOutcome.Over();
        if (!end.get().equals(bought.validity().to())) {
            packages.end(id, end.get(), now);
            audiences.audiencesChanged(List.of(bought.accountId()));
        }
        return new PackageOutcome.Done(packages.find(id).orElseThrow());
    }

    Optional<UsagePackage> find(PackageId id) {
        return packages.find(id);
    }

    /** Those that an account may use, its own and those that are shared with it; in the order of their ids. */
    Page<UsagePackage> usableBy(AccountId account, Cursor cursor) {
        return Page.of(cursor, packages.usableBy(account, cursor), it -> it.id().toString());
    }

    @Scheduled(fixedDelayString = "${planshare.quota.announce-every:PT5S}")
    @Transactional
    void announceDue() {
        var now = now();
        var due = packages.takeDue(now, BATCH);
        announcements.announce(sharings.packagesInForce(due.stream().map(UsagePackage::id).toList(), now), now);
        if (!due.isEmpty()) audiences.audiencesChanged(due.stream().map(UsagePackage::accountId).toList());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
