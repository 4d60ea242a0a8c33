package io.planshare.quota.pack;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.Money;
import io.planshare.model.PackageId;
import io.planshare.model.Units;

import static java.util.Comparator.comparing;

/**
 * With whom a package is shared, and on what terms. Written once; a change is a new version, which binds once it is
 * activated. Its owner always may use the package.
 *
 * @param members of scope LIST
 * @param group of scope GROUP: everybody in it, all on the same terms
 * @param ownerFirst what others use may be called back while the owner would have to pay for what the package covers
 * @param ownerReserve so many units stay for the owner, until {@code ownerReserveUntil} (null: always)
 * @param order among packages that as many may use, smaller ones are used first
 * @param effectiveFrom use of before is not touched by it
 * @param recallPrice what a unit called back costs who used it; there is one if and only if {@code ownerFirst}
 */
public record SharingPolicy(PackageId packageId, long version, Scope scope, List<Member> members,
        @Nullable GroupTerms group, boolean ownerFirst, Units ownerReserve, @Nullable Instant ownerReserveUntil,
        int order, Instant effectiveFrom, @Nullable RecallPrice recallPrice) {

    public enum Scope {
        /** For the owner's own subscriptions only. */
        PRIVATE,
        /** For accounts that it names. */
        LIST,
        /** For all accounts of a group. */
        GROUP
    }

    /**
     * @param capPerCycle at most so many units in a cycle for each of its subscriptions; null for as many as there are
     * @param priority whose use is covered first where units do not suffice: higher before lower
     */
    public record Member(AccountId accountId, @Nullable Units capPerCycle, int priority) {}

    /** On what terms every account of the group is a member. */
    public record GroupTerms(UUID groupId, @Nullable Units capPerCycle, int priority) {}

    /** An amount for so many units. */
    public record RecallPrice(Money amount, Units units) {

        /** What these units cost: rounded up, so that a recall is never below its price. */
        public Money of(Units called) {
            var minor = BigInteger.valueOf(called.count()).multiply(BigInteger.valueOf(amount.amountMinor()))
                    .add(BigInteger.valueOf(units.count() - 1)).divide(BigInteger.valueOf(units.count()));
            return new Money(minor.longValueExact(), amount.currency());
        }

        /** So many units cost no more than that. */
        public Units payableWith(long minor) {
            var payable = BigInteger.valueOf(minor).multiply(BigInteger.valueOf(units.count()))
                    .divide(BigInteger.valueOf(amount.amountMinor()));
            return Units.of(payable.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact());
        }
    }

    /** @param recallCapMinor consents to be charged for recalls up to that amount in a cycle */
    public record Acceptance(AccountId accountId, long recallCapMinor, Instant acceptedAt) {}

    /**
     * Who may use the package beside its owner, as it is in force.
     *
     * @param limit for each of its subscriptions in a cycle; null for as many as there are
     */
    public record Borrower(AccountId accountId, @Nullable Units limit, int priority, long recallCapMinor) {}

    public SharingPolicy {
        members = List.copyOf(members);
    }

    /** Without a policy: what a package is when it was bought. */
    public static SharingPolicy privateOf(UsagePackage bought) {
        return new SharingPolicy(bought.id(), 0, Scope.PRIVATE, List.of(), null, false, Units.ZERO, null, 0,
                bought.purchasedAt(), null);
    }

    /** Everybody whom it names: each of them has to accept it. */
    public List<Member> named(AccountId owner, Collection<AccountId> accountsOfGroup) {
        return switch (scope) {
            case PRIVATE -> List.of();
            case LIST -> members;
            case GROUP -> {
                var terms = Optional.ofNullable(group).orElseThrow();
                yield accountsOfGroup.stream().filter(account -> !account.equals(owner)).distinct().sorted(
                        comparing(AccountId::value))
                        .map(account -> new Member(account, terms.capPerCycle(), terms.priority())).toList();
            }
        };
    }

    /** Those of them who accepted. No more is lent to one than may be called back from it. */
    public List<Borrower> borrowers(AccountId owner, Collection<AccountId> accountsOfGroup,
            Map<AccountId, Acceptance> accepted) {
        return named(owner, accountsOfGroup).stream().flatMap(member -> Optional
                .ofNullable(accepted.get(member.accountId())).map(it -> borrower(member, it)).stream()).toList();
    }

    /** The units of its owner that others leave alone at an instant. */
    public Units reserveAt(Instant at) {
        return ownerReserveUntil == null || at.isBefore(ownerReserveUntil) ? ownerReserve : Units.ZERO;
    }

    /** Whether a member who accepted the other needs not be asked again. */
    boolean asksTheSameOf(AccountId member, SharingPolicy other, Collection<AccountId> accountsOfGroup,
            AccountId owner) {
        return ownerFirst == other.ownerFirst && Objects.equals(recallPrice, other.recallPrice)
                && named(owner, accountsOfGroup).stream().filter(it -> it.accountId().equals(member)).toList()
                        .equals(other.named(owner, accountsOfGroup).stream()
                                .filter(it -> it.accountId().equals(member)).toList());
    }

    private Borrower borrower(Member member, Acceptance acceptance) {
        var limit = member.capPerCycle();
        if (recallPrice != null) {
            var payable = recallPrice.payableWith(acceptance.recallCapMinor());
            limit = limit == null ? payable : limit.atMost(payable);
        }
        return new Borrower(member.accountId(), limit, member.priority(), acceptance.recallCapMinor());
    }
}
