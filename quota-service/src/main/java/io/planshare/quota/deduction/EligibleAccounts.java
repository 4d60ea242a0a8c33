package io.planshare.quota.deduction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.quota.deduction.CloseInput.Account;
import io.planshare.quota.deduction.CloseInput.Use;

import static java.util.Objects.requireNonNull;

/** Which accounts can pay for a use; worked out once for all use of one payer and rating group between two changes. */
final class EligibleAccounts {

    private record Key(SubscriptionId payer, long ratingGroup, UnitType unit, Instant since) {}

    private final List<Account> accounts;
    private final Map<ProviderAccountId, Integer> byId = new HashMap<>();
    private final Map<SubscriptionId, List<Integer>> ofPayer = new HashMap<>();
    private final Map<SubscriptionId, TreeSet<Instant>> changes = new HashMap<>();
    private final Map<Key, List<Integer>> known = new HashMap<>();

    EligibleAccounts(List<Account> accounts) {
        this.accounts = accounts;
        for (int place = 0; place < accounts.size(); place++) {
            var account = accounts.get(place);
            byId.put(account.id(), place);
            for (var access : account.access().entrySet()) {
                var payer = access.getKey();
                ofPayer.computeIfAbsent(payer, _ -> new ArrayList<>()).add(place);
                var cuts = changes.computeIfAbsent(payer, _ -> new TreeSet<>(List.of(Instant.MIN)));
                cuts.add(account.validity().from());
                if (account.validity().to() != null) cuts.add(account.validity().to());
                if (access.getValue().leftAt() != null) cuts.add(access.getValue().leftAt());
            }
        }
    }

    /** Their places, in the order of preference. */
    List<Integer> of(Use use) {
        var cuts = changes.get(use.payer());
        if (cuts == null) return List.of();
        var since = requireNonNull(cuts.floor(use.occurredAt()));
        return known.computeIfAbsent(new Key(use.payer(), use.ratingGroup(), use.unit(), since),
                _ -> ofPayer.getOrDefault(use.payer(), List.of()).stream().filter(it -> accounts.get(it).paysFor(use))
                        .toList());
    }

    /** -1 if it is none of them. */
    int indexOf(ProviderAccountId id) {
        return byId.getOrDefault(id, -1);
    }
}
