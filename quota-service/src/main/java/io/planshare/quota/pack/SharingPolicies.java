package io.planshare.quota.pack;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.model.AccountId;
import io.planshare.model.PackageId;
import io.planshare.quota.pack.SharingPolicy.Acceptance;
import io.planshare.quota.pack.SharingPolicy.Member;

import static java.util.Comparator.comparing;

/** What owners offer and members accept. An offer binds once its sharing group's execution plan is activated. */
@Service
class SharingPolicies {

    private final PackageStore packages;
    private final PolicyStore policies;
    private final AccountGroupStore groups;
    private final AudienceChanges audiences;
    private final Clock clock;

    SharingPolicies(PackageStore packages, PolicyStore policies, AccountGroupStore groups, AudienceChanges audiences,
            Clock clock) {
        this.packages = packages;
        this.policies = policies;
        this.groups = groups;
        this.audiences = audiences;
        this.clock = clock;
    }

    /**
     * Who accepted the version before and is asked for nothing else needs not accept again.
     *
     * @param seen throws, under the lock, if the caller edited another version
     */
    @Transactional
    PolicyOutcome offer(SharingPolicy wanted, LongConsumer seen) {
        var id = wanted.packageId();
        var found = packages.lock(id);
        if (found.isEmpty()) return new PolicyOutcome.UnknownPackage(id);
        var owner = found.get().accountId();
        for (int place = 0; place < wanted.members().size(); place++) {
            if (wanted.members().get(place).accountId().equals(owner)) return new PolicyOutcome.NamesOwner(place);
        }
        var group = wanted.group();
        if (group != null && groups.find(group.groupId()).isEmpty()) {
            return new PolicyOutcome.UnknownGroup(group.groupId());
        }
        var before = policies.latest(id);
        seen.accept(before.map(SharingPolicy::version).orElse(0L));
        var offered = numbered(wanted, before.map(it -> it.version() + 1).orElse(1L));
        policies.insert(offered, now());
        before.ifPresent(it -> carryOver(it, offered, owner));
        return shown(offered, owner);
    }

    @Transactional
    PolicyOutcome accept(PackageId id, long version, AccountId account, long recallCapMinor) {
        var found = packages.lock(id);
        if (found.isEmpty()) return new PolicyOutcome.UnknownPackage(id);
        var latest = policies.latest(id);
        if (latest.isEmpty()) return new PolicyOutcome.NoPolicy(id);
        var policy = latest.get();
        if (policy.version() != version) return new PolicyOutcome.Outdated(policy.version());
        var owner = found.get().accountId();
        if (named(policy, owner).stream().noneMatch(it -> it.accountId().equals(account))) {
            return new PolicyOutcome.NotNamed(account);
        }
        policies.accept(id, version, new Acceptance(account, recallCapMinor, now()));
        audiences.audiencesChanged(List.of(owner, account));
        return shown(policy, owner);
    }

    /** At once: nobody is kept in a package. What it used stays settled to it. */
    @Transactional
    PolicyOutcome leave(PackageId id, AccountId account) {
        var found = packages.lock(id);
        if (found.isEmpty()) return new PolicyOutcome.UnknownPackage(id);
        if (!policies.leave(id, account, now())) return new PolicyOutcome.NoMember(account);
        var owner = found.get().accountId();
        audiences.audiencesChanged(List.of(owner, account));
        return shown(policies.latest(id).orElseThrow(), owner);
    }

    @Transactional(readOnly = true)
    PolicyOutcome find(PackageId id) {
        var found = packages.find(id);
        if (found.isEmpty()) return new PolicyOutcome.UnknownPackage(id);
        return policies.latest(id).map(policy -> shown(policy, found.get().accountId()))
                .orElseGet(() -> new PolicyOutcome.NoPolicy(id));
    }

    Optional<AccountGroup> group(UUID id) {
        return groups.find(id);
    }

    /** @param seen throws if the caller edited another version */
    @Transactional
    AccountGroup putGroup(UUID id, String name, Collection<AccountId> accounts, LongConsumer seen) {
        var before = groups.find(id);
        var version = before.map(AccountGroup::version).orElse(0L);
        seen.accept(version);
        groups.put(new AccountGroup(id, name, List.copyOf(accounts), version + 1));
        var touched = new HashSet<>(accounts);
        before.ifPresent(it -> touched.addAll(it.accountIds()));
        audiences.audiencesChanged(touched);
        return groups.find(id).orElseThrow();
    }

    private void carryOver(SharingPolicy before, SharingPolicy offered, AccountId owner) {
        policies.accepted(List.of(before)).getOrDefault(before.packageId(), Map.of()).values().stream()
                .filter(it -> offered.asksTheSameOf(it.accountId(), before, accounts(offered), owner))
                .forEach(it -> policies.accept(offered.packageId(), offered.version(), it));
    }

    private PolicyOutcome shown(SharingPolicy policy, AccountId owner) {
        var accepted = policies.accepted(List.of(policy)).getOrDefault(policy.packageId(), Map.of());
        return new PolicyOutcome.Done(policy, accepted.values().stream()
                .sorted(comparing(it -> it.accountId().value())).toList(),
                named(policy, owner).stream()
                        .map(Member::accountId).filter(account -> !accepted.containsKey(account)).toList());
    }

    private List<Member> named(SharingPolicy policy, AccountId owner) {
        return policy.named(owner, accounts(policy));
    }

    private Set<AccountId> accounts(SharingPolicy policy) {
        var group = policy.group();
        return group == null
                ? Set.of()
                : groups.members(List.of(group.groupId())).getOrDefault(group.groupId(),
                        Set.of());
    }

    private static SharingPolicy numbered(SharingPolicy it, long version) {
        return new SharingPolicy(it.packageId(), version, it.scope(), it.members(), it.group(), it.ownerFirst(),
                it.ownerReserve(), it.ownerReserveUntil(), it.order(), it.effectiveFrom(), it.recallPrice());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
