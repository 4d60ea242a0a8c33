package io.planshare.charging.session;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.DeviceId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/** Units that were asked for and not, or not all, granted; and what bound. */
public record Denial(UUID id, UUID sessionId, @Nullable DeviceId deviceId, SubscriptionId subscriptionId,
        @Nullable SubscriptionId payer, long ratingGroup, Units requested, Units granted, Reason reason,
        @Nullable ProviderAccountId providerAccountId, Instant deniedAt) {

    public enum Reason {
        /** Nobody pays for this traffic. */
        NO_PAYER,
        /** The device is cut off (R3 or R4). */
        RESTRICTED,
        /** The payer may draw on no account for it. */
        NO_ACCOUNT,
        /** The accounts are empty. */
        BALANCE,
        /** The payer's limit in the account. */
        CONSUMER_LIMIT,
        /** What is left is kept for the account's owner. */
        OWNER_RESERVE,
        /** What is left is guaranteed to other consumers of the account. */
        FLOORS,
        /** The payer is paused in the account. */
        PAUSED,
        /** The enrollment's own cap. */
        CAP,
        /** The SIM group of the card: what it leaves, or that it bars the card. */
        SIM_GROUP,
        /** An account that would pay is frozen until somebody has looked into it. */
        ACCOUNT_FROZEN
    }

    /** The same where a part is as good as nothing. */
    Denial withNothing() {
        return new Denial(id, sessionId, deviceId, subscriptionId, payer, ratingGroup, requested, Units.ZERO, reason,
                providerAccountId, deniedAt);
    }
}
