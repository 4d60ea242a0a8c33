package io.planshare.quota.pack;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;
import io.planshare.model.Money;
import io.planshare.model.PackageId;
import io.planshare.model.Units;
import io.planshare.quota.pack.SharingPolicy.GroupTerms;
import io.planshare.quota.pack.SharingPolicy.RecallPrice;
import io.planshare.quota.pack.SharingPolicy.Scope;

/** What an owner offers. */
@Schema(name = "SharingPolicyBody", example = """
                                              {"scope": "LIST", "members": [{"accountId": "01930000-0000-7000-8000-000000000021",
                                               "capPerCycle": 5000000000, "priority": 10}], "ownerFirst": false, "order": 1}""")
record PolicyBody(@NotNull @Schema(example = "LIST") Scope scope,
        @Size(max = 1000) @Schema(description = "for LIST: whom it is shared with") @Nullable List<@NotNull @Valid Named> members,
        @Schema(description = "for GROUP: an account group") @Nullable UUID groupId,
        @Schema(description = "for GROUP: of each subscription in a cycle") @Nullable Units capPerCycle,
        @Min(-1000) @Max(1000) @Schema(description = "for GROUP: 0 if missing") @Nullable Integer priority,
        @Schema(description = "whether what others use may be called back while the owner would have to pay; false if missing. Needs recallPrice") @Nullable Boolean ownerFirst,
        @Schema(example = "1000000000", description = "so many units stay for the owner; 0 if missing") @Nullable Units ownerReserve,
        @Schema(example = "2026-11-25T00:00:00Z", description = "until then; missing: always") @Nullable Instant ownerReserveUntil,
        @Min(-1000) @Max(1000) @Schema(example = "1", description = "among packages that as many may use, smaller ones are used first; 0 if missing") @Nullable Integer order,
        @Schema(description = "it can not be activated before; missing: at once") @Nullable Instant effectiveFrom,
        @Valid @Schema(description = "what units called back cost who used them: the price of overage") @Nullable Price recallPrice) {

    @Schema(name = "SharingPolicyMember")
    record Named(@NotNull @Schema(example = "01930000-0000-7000-8000-000000000021") AccountId accountId,
            @Schema(example = "5000000000", description = "at most so many units in a cycle for each of its subscriptions; missing: as many as there are") @Nullable Units capPerCycle,
            @Min(-1000) @Max(1000) @Schema(example = "10", description = "whose use is covered first where units do not suffice, higher before lower; 0 if missing") @Nullable Integer priority) {}

    @Schema(name = "RecallPrice")
    record Price(@Min(1) @Schema(example = "100") long amountMinor,
            @NotNull @Pattern(regexp = "[A-Z]{3}") @Schema(example = "EUR") String currency,
            @Min(1) @Schema(example = "100000000", description = "for so many units") long units) {}

    SharingPolicy toCommand(PackageId id, Instant now) {
        var list = members == null ? List.<Named>of() : members;
        if (scope != Scope.LIST && !list.isEmpty()) throw wrong("/members", "goes with scope LIST only");
        if ((scope == Scope.GROUP) != (groupId != null))
            throw wrong("/groupId", "goes with scope GROUP, and only with it");
        var first = ownerFirst != null && ownerFirst;
        if (first != (recallPrice != null)) throw wrong("/recallPrice", "goes with ownerFirst, and only with it");
        var seen = new HashSet<AccountId>();
        for (int place = 0; place < list.size(); place++) {
            if (!seen.add(list.get(place).accountId())) {
                throw wrong("/members/" + place + "/accountId", "was named before");
            }
        }
        return new SharingPolicy(id, 0, scope,
                list.stream().map(it -> new SharingPolicy.Member(it.accountId(), it.capPerCycle(),
                        it.priority() == null ? 0 : it.priority())).toList(),
                groupId == null ? null : new GroupTerms(groupId, capPerCycle, priority == null ? 0 : priority), first,
                ownerReserve == null ? Units.ZERO : ownerReserve, ownerReserveUntil, order == null ? 0 : order,
                effectiveFrom == null ? now : effectiveFrom,
                recallPrice == null
                        ? null
                        : new RecallPrice(new Money(recallPrice.amountMinor(), recallPrice.currency()),
                                Units.of(recallPrice.units())));
    }

    private static RuntimeException wrong(String pointer, String message) {
        return Problem.of(400, "invalid-value", "The policy's " + pointer.substring(1) + " " + message + ".")
                .at(pointer, message).exception();
    }
}
