package io.planshare.charging.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.charging.SqlArray;
import io.planshare.charging.ledger.ProviderAccount.Status;
import io.planshare.model.ProviderAccountId;

import static java.util.stream.Collectors.toSet;

/**
 * Looks at some accounts in each run: first those that were suspected, then those with young entries, then the next of a round
 * over all. A slice of them is read in one snapshot, without any lock. Found broken twice in the same way, an account is
 * frozen: once might be somebody's repair at work.
 */
@Service
class Audits {

    private static final Logger LOG = LoggerFactory.getLogger(Audits.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final UUID BEGIN = new UUID(0, 0);

    private final TransactionTemplate snapshot;
    private final TransactionTemplate transaction;
    private final AuditStore audits;
    private final FreezeStore freezes;
    private final AuditSettings settings;
    private final Clock clock;

    Audits(PlatformTransactionManager transactions, AuditStore audits, FreezeStore freezes, AuditSettings settings,
            Clock clock) {
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setReadOnly(true);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.transaction = new TransactionTemplate(transactions);
        this.audits = audits;
        this.freezes = freezes;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What a run found.
     *
     * @param broken accounts that break a rule now, frozen or only suspected
     */
    record Report(int checked, int broken, int frozen) {

        private Report plus(Report other) {
            return new Report(checked + other.checked, broken + other.broken, frozen + other.frozen);
        }
    }

    /** One run; finds nothing to do while another instance is the auditor. */
    Report run() {
        return audits.take(LEASE).map(this::run).orElseGet(() -> new Report(0, 0, 0));
    }

    private Report run(AuditStore.Progress progress) {
        var next = progress;
        try {
            var pass = new Pass();
            pass.look(audits.suspected(settings.accountsMax()), settings.anewMax());
            var young = audits.young(progress.entryId(), settings.entriesMax()).stream()
                    .limit(settings.accountsMax()).toList();
            pass.look(young.stream().map(AuditStore.Young::id).toList(), 0);
            var reached = young.isEmpty() ? progress.entryId() : young.getLast().entryId();
            next = new AuditStore.Progress(round(pass, progress.accountId()), reached);
            return pass.report;
        } finally {
            audits.giveBack(next);
        }
    }

    /** The next accounts of the round, as far as the time goes; answers where it stopped. */
    private UUID round(Pass pass, UUID from) {
        var accounts = audits.after(from, settings.accountsMax());
        long until = System.nanoTime() + settings.roundFor().toNanos();
        int looked = 0;
        while (looked < accounts.size() && System.nanoTime() < until) {
            var slice = accounts.subList(looked, Math.min(accounts.size(), looked + settings.slice()));
            pass.look(slice, settings.anewMax());
            looked += slice.size();
        }
        if (looked == accounts.size() && looked < settings.accountsMax()) return BEGIN;
        return looked == 0 ? from : accounts.get(looked - 1).value();
    }

    /** What one run looks at, each account once: twice in one run would be no second look. */
    private final class Pass {
        private final Set<ProviderAccountId> done = new HashSet<>();
        private Report report = new Report(0, 0, 0);

        void look(List<ProviderAccountId> accounts, int anew) {
            var ids = accounts.stream().filter(done::add).toList();
            for (int from = 0; from < ids.size(); from += settings.slice()) {
                var slice = ids.subList(from, Math.min(ids.size(), from + settings.slice()));
                var looked = snapshot.execute(_ -> audits.look(slice, anew, settings.entriesMax()));
                report = report.plus(transaction.execute(_ -> keep(looked)));
            }
        }
    }

    private Report keep(List<AuditedAccount> looked) {
        var now = SqlArray.micros(clock.instant());
        var broken = new HashMap<ProviderAccountId, Set<Breach>>();
        for (var account : looked) {
            var breaches = account.breaches();
            if (!breaches.isEmpty()) broken.put(account.id(), breaches);
        }
        var sound = looked.stream().filter(account -> !broken.containsKey(account.id())).toList();
        if (!sound.isEmpty()) audits.saveSound(sound, now);
        if (broken.isEmpty()) return new Report(looked.size(), 0, 0);
        var before = audits.suspicions(broken.keySet());
        int frozen = 0;
        for (var account : looked) {
            var breaches = broken.get(account.id());
            if (breaches == null || account.status() == Status.FROZEN) continue;
            var again = before.getOrDefault(account.id(), Set.of());
            var sure = breaches.stream().filter(it -> again.contains(it.name())).collect(toSet());
            tell(account, breaches, sure);
            if (sure.stream().anyMatch(Breach::freezes) && freeze(account.id(), sure, now)) frozen++;
        }
        audits.saveSuspected(broken, now);
        return new Report(looked.size(), broken.size(), frozen);
    }

    private boolean freeze(ProviderAccountId id, Set<Breach> breaches, Instant now) {
        var status = freezes.lock(id);
        if (status.isEmpty() || status.get() == Status.FROZEN) return false;
        freezes.freeze(id, status.get(), breaches, now);
        LOG.error("Account {} is FROZEN: {}. It grants nothing, and use that only it would pay for is written off as"
                + " ACCOUNT_FROZEN, until its figures are repaired and somebody calls"
                + " POST /v1/provider-accounts/{}/unfreeze with the reason; see docs/operations.md", id, breaches, id);
        return true;
    }

    /** Once for each thing that is found: the next run does not repeat it. */
    private static void tell(AuditedAccount account, Set<Breach> breaches, Set<Breach> sure) {
        if (sure.containsAll(breaches)) return;
        if (breaches.stream().anyMatch(Breach::freezes)) {
            LOG.warn("Account {} breaks {}; if the next run finds the same, it is frozen: {}", account.id(), breaches,
                    account);
        } else {
            LOG.warn(
                    "A consumer of account {} is past its limit; nothing is frozen, and it is granted nothing from there"
                            + " until its limit is raised",
                    account.id());
        }
    }
}
