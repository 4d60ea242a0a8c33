package io.planshare.quota.pack;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.AccountId;
import io.planshare.model.PackageId;
import io.planshare.model.Units;
import io.planshare.quota.pack.SharingPolicy.Acceptance;
import io.planshare.quota.pack.SharingPolicy.Member;
import io.planshare.quota.pack.SharingPolicy.RecallPrice;
import io.planshare.quota.pack.SharingPolicy.Scope;

/** A sharing policy on the wire, and how far it is accepted. */
@Schema(name = "SharingPolicy")
record PolicyView(@Schema(example = PackageController.PACKAGE) PackageId packageId, @Schema(example = "1") long version,
        Scope scope, List<Member> members, @Nullable UUID groupId, @Nullable Units capPerCycle,
        @Nullable Integer priority, boolean ownerFirst, Units ownerReserve, @Nullable Instant ownerReserveUntil,
        int order, Instant effectiveFrom, @Nullable RecallPrice recallPrice,
        @Schema(description = "who accepted this version") List<Acceptance> accepted,
        @Schema(description = "who must accept it before it can be activated") List<AccountId> missing) {

    static PolicyView of(PolicyOutcome.Done done) {
        var it = done.policy();
        var group = it.group();
        return new PolicyView(it.packageId(), it.version(), it.scope(), it.members(),
                group == null ? null : group.groupId(), group == null ? null : group.capPerCycle(),
                group == null ? null : group.priority(), it.ownerFirst(), it.ownerReserve(), it.ownerReserveUntil(),
                it.order(), it.effectiveFrom(), it.recallPrice(), done.accepted(), done.missing());
    }
}
