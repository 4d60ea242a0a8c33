package io.planshare.quota.pack;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.planshare.model.AccountId;
import io.planshare.quota.pack.SharingPolicy.Borrower;

/** A package with the policy that binds it and everybody who may use it beside its owner. */
public record SharedPackage(UsagePackage bought, SharingPolicy policy, List<Borrower> borrowers) {

    public SharedPackage {
        borrowers = List.copyOf(borrowers);
    }

    public AccountId owner() {
        return bought.accountId();
    }

    /** How many accounts may use it. */
    public int audience() {
        return 1 + borrowers.size();
    }

    /** The owner and everybody it is shared with. */
    public Stream<AccountId> accounts() {
        return Stream.concat(Stream.of(owner()), borrowers.stream().map(Borrower::accountId));
    }

    public boolean isUsableBy(AccountId account) {
        return accounts().anyMatch(account::equals);
    }

    public Optional<Borrower> borrower(AccountId account) {
        return borrowers.stream().filter(it -> it.accountId().equals(account)).findFirst();
    }
}
