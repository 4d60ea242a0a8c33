package io.planshare.quota.deduction;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import io.planshare.event.ChargingEvent.CloseAccount;
import io.planshare.event.ChargingEvent.CloseConsumer;
import io.planshare.event.ChargingEvent.ClosePrepared;
import io.planshare.event.QuotaEvent.CloseProposed;
import io.planshare.event.QuotaEvent.ProposedMove;
import io.planshare.model.AccountId;
import io.planshare.model.Money;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.quota.deduction.CloseInput.Use;
import io.planshare.quota.deduction.UseStore.Payers;
import io.planshare.quota.deduction.UseStore.Span;
import io.planshare.quota.pack.SharedPackage;
import io.planshare.quota.pack.SharingPolicy.RecallPrice;
import io.planshare.quota.pack.Sharings;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

/**
 * What a run proposes to charging, computed from what charging said and from the use that was recorded by then: the same
 * again, whenever it is computed again.
 */
@Component
class Proposals {

    private static final int MOVES_IN_A_PART = 500;

    private final UseStore uses;
    private final Sharings sharings;

    Proposals(UseStore uses, Sharings sharings) {
        this.uses = uses;
        this.sharings = sharings;
    }

    /** @param parts what charging posts one after the other; no message is larger than a broker takes */
    record Proposal(List<List<ProposedMove>> parts, DeductionRun.Outcome outcome) {

        /** As charging is told it. */
        List<CloseProposed> told(DeductionRun run) {
            return IntStream.range(0, parts.size()).mapToObj(part -> new CloseProposed(run.id(), run.round(),
                    run.groupId(), part + 1, parts.size(), outcome.movesHash(), parts.get(part))).toList();
        }
    }

    /** Whether all that charging counted is known here: all records and all that was taken from what has ended. */
    boolean isComplete(DeductionRun run, ClosePrepared prepared) {
        if (uses.known(payers(prepared), span(run, prepared)) != prepared.records()) return false;
        var ended = prepared.accounts().stream().filter(CloseAccount::ended).toList();
        var taken = uses.taken(ended.stream().map(CloseAccount::providerAccountId).toList(), prepared.preparedAt());
        return ended.stream()
                .allMatch(it -> taken.getOrDefault(it.providerAccountId(), 0L) == it.consumed().count());
    }

    Proposal compute(DeductionRun run, ClosePrepared prepared) {
        var policies = policies(run, prepared);
        var recalls = recalls(prepared);
        var input = input(run, prepared, policies, recalls);
        var result = Close.compute(input);
        var prices = prices(prepared, policies);
        var parts = MoveOrder.parts(result.moves(), input, MOVES_IN_A_PART).stream()
                .map(moves -> proposed(moves, input, prices, recalls)).toList();
        var before = input.uses().stream().mapToLong(it -> it.excess().count()).sum();
        return new Proposal(parts, new DeductionRun.Outcome(hash(canonical(input)),
                hash(parts.stream().flatMap(List::stream)), before, result.totalExcess().count(),
                result.recalled().count(), parts.stream().mapToInt(List::size).sum()));
    }

    /** What the run finds beyond all accounts, in the order in which it serves it. */
    List<Close.QueueItem> queue(DeductionRun run, ClosePrepared prepared) {
        return Close.queue(input(run, prepared, policies(run, prepared), recalls(prepared)));
    }

    private CloseInput input(DeductionRun run, ClosePrepared prepared, List<SharedPackage> policies, Recalls recalls) {
        return CloseInputs.of(prepared.accounts(), policies, recalls,
                uses.uses(payers(prepared), span(run, prepared)));
    }

    private Recalls recalls(ClosePrepared prepared) {
        return uses.recalled(prepared.accounts().stream().map(CloseAccount::providerAccountId).toList(),
                prepared.preparedAt());
    }

    private static List<ProposedMove> proposed(List<Close.Move> moves, CloseInput input,
            Map<ProviderAccountId, RecallPrice> prices, Recalls recalls) {
        var called = moves.stream().filter(it -> it.to() == null).map(Close.Move::recordId).collect(toSet());
        var accounts = input.uses().stream().filter(it -> called.contains(it.recordId()))
                .collect(toMap(Use::recordId, Use::account));
        return moves.stream().map(move -> new ProposedMove(move.recordId(), move.from(), move.to(), move.units(),
                move.to() == null ? owed(move, requireNonNull(accounts.get(move.recordId())), prices, recalls) : null))
                .toList();
    }

    /** What somebody agreed to pay for units that their owner calls back. */
    private static @Nullable Money owed(Close.Move move, AccountId account, Map<ProviderAccountId, RecallPrice> prices,
            Recalls recalls) {
        var from = requireNonNull(move.from());
        var price = prices.get(from);
        return price == null ? null : recalls.add(from, account, move.units(), price);
    }

    private static Map<ProviderAccountId, RecallPrice> prices(ClosePrepared prepared, List<SharedPackage> policies) {
        Map<PackageId, SharedPackage> byId = policies.stream().collect(toMap(it -> it.bought().id(), identity()));
        var prices = new HashMap<ProviderAccountId, RecallPrice>();
        for (var account : prepared.accounts()) {
            var shared = account.packageId() == null ? null : byId.get(account.packageId());
            var price = shared == null ? null : shared.policy().recallPrice();
            if (price != null) prices.put(account.providerAccountId(), price);
        }
        return prices;
    }

    private List<SharedPackage> policies(DeductionRun run, ClosePrepared prepared) {
        var ids = prepared.accounts().stream().map(CloseAccount::packageId).filter(Objects::nonNull).distinct()
                .toList();
        return sharings.packagesInForce(ids, run.to().minus(1, ChronoUnit.MICROS));
    }

    private static Payers payers(ClosePrepared prepared) {
        var consumers = prepared.accounts().stream().flatMap(it -> it.consumers().stream()).toList();
        List<AccountId> accounts = consumers.stream().map(CloseConsumer::accountId).distinct().toList();
        List<SubscriptionId> subscriptions = consumers.stream().map(CloseConsumer::subscriptionId).distinct().toList();
        return new Payers(accounts, subscriptions);
    }

    private static Span span(DeductionRun run, ClosePrepared prepared) {
        return new Span(run.from(), run.to(), prepared.preparedAt());
    }

    /** Of large closes too, whose text would not fit into memory. */
    private static String hash(Stream<?> lines) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            lines.forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Maps and sets have no order of their own. */
    private static Stream<?> canonical(CloseInput input) {
        return Stream.concat(
                input.accounts().stream()
                        .map(it -> List.of(it.id(), it.owner(), it.unit(), it.ratingGroups().stream().sorted().toList(),
                                it.validity(), it.ended(), it.spare(), it.ownerFirst(),
                                it.access().entrySet().stream().map(Object::toString).sorted().toList()).toString())
                        .sorted(),
                input.uses().stream());
    }
}
