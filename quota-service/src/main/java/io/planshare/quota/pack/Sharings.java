package io.planshare.quota.pack;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import org.springframework.stereotype.Service;

import io.planshare.model.AccountId;
import io.planshare.model.PackageId;
import io.planshare.quota.pack.SharingPolicy.GroupTerms;
import io.planshare.quota.pack.SharingPolicy.Member;

/** Which packages hang together by sharing, and on what terms; a few queries however many there are. */
@Service
public class Sharings {

    private final PackageStore packages;
    private final PolicyStore policies;
    private final AccountGroupStore groups;

    Sharings(PackageStore packages, PolicyStore policies, AccountGroupStore groups) {
        this.packages = packages;
        this.policies = policies;
        this.groups = groups;
    }

    /** All packages of the sharing groups of these accounts, as they are shared at an instant; by id. */
    public List<SharedPackage> inForce(Collection<AccountId> accounts, Instant at) {
        return packagesInForce(packages.sharedWith(accounts), at);
    }

    public List<SharedPackage> packagesInForce(Collection<PackageId> ids, Instant at) {
        return shared(ids, policies.inForce(ids, at));
    }

    /** As they would be shared if all that is offered and effective by then were activated. */
    public List<SharedPackage> offered(Collection<AccountId> accounts, Instant at) {
        var ids = packages.sharedWith(accounts);
        return shared(ids, offeredPolicies(ids, at));
    }

    /** Whom an offer names and who has not accepted it: by package, none if all have. */
    public Map<PackageId, List<AccountId>> unaccepted(List<SharedPackage> offered) {
        var members = groupMembers(offered.stream().map(SharedPackage::policy).toList());
        var missing = new HashMap<PackageId, List<AccountId>>();
        for (var shared : offered) {
            var absent = shared.policy().named(shared.owner(), of(shared.policy(), members)).stream()
                    .map(Member::accountId).filter(account -> !shared.isUsableBy(account)).toList();
            if (!absent.isEmpty()) missing.put(shared.bought().id(), absent);
        }
        return missing;
    }

    /** Lets what was previewed bind from now on. */
    public void putInForce(Collection<SharedPackage> offered, Instant at) {
        offered.stream().map(SharedPackage::policy).filter(policy -> policy.version() > 0)
                .forEach(policy -> policies.putInForce(policy.packageId(), policy.version(), at));
    }

    private Map<PackageId, SharingPolicy> offeredPolicies(Collection<PackageId> ids, Instant at) {
        var offered = new HashMap<>(policies.inForce(ids, at));
        policies.latest(ids).forEach((id, latest) -> {
            if (!latest.effectiveFrom().isAfter(at)) offered.put(id, latest);
        });
        return offered;
    }

    private List<SharedPackage> shared(Collection<PackageId> ids, Map<PackageId, SharingPolicy> binding) {
        var accepted = policies.accepted(binding.values());
        var members = groupMembers(binding.values());
        return packages.all(ids).stream().map(bought -> {
            var policy = binding.getOrDefault(bought.id(), SharingPolicy.privateOf(bought));
            return new SharedPackage(bought, policy, policy.borrowers(bought.accountId(), of(policy, members),
                    accepted.getOrDefault(bought.id(), Map.of())));
        }).toList();
    }

    private Map<UUID, Set<AccountId>> groupMembers(Collection<SharingPolicy> binding) {
        return groups.members(binding.stream().map(SharingPolicy::group).filter(Objects::nonNull)
                .map(GroupTerms::groupId).distinct().toList());
    }

    private static Set<AccountId> of(SharingPolicy policy, Map<UUID, Set<AccountId>> members) {
        var group = policy.group();
        return group == null ? Set.of() : members.getOrDefault(group.groupId(), Set.of());
    }
}
