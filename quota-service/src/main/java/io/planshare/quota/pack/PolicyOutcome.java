package io.planshare.quota.pack;

import java.util.List;
import java.util.UUID;

import io.planshare.model.AccountId;
import io.planshare.model.PackageId;
import io.planshare.quota.pack.SharingPolicy.Acceptance;

/** What became of a command on a sharing policy. */
sealed interface PolicyOutcome {

    /**
     * @param accepted who accepted this very version
     * @param missing who has to accept it before it can be activated
     */
    record Done(SharingPolicy policy, List<Acceptance> accepted, List<AccountId> missing)
            implements
                PolicyOutcome {}

    record UnknownPackage(PackageId id) implements PolicyOutcome {}

    /** Nothing was offered yet. */
    record NoPolicy(PackageId id) implements PolicyOutcome {}

    record UnknownGroup(UUID id) implements PolicyOutcome {}

    /** The owner can not be a member beside himself. */
    record NamesOwner(int place) implements PolicyOutcome {}

    /** The policy does not name that account. */
    record NotNamed(AccountId account) implements PolicyOutcome {}

    /** Another version is offered now. */
    record Outdated(long current) implements PolicyOutcome {}

    /** It is no member. */
    record NoMember(AccountId account) implements PolicyOutcome {}
}
