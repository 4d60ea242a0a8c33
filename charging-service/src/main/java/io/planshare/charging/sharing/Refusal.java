package io.planshare.charging.sharing;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;

/**
 * One rating group of a session that its payer has no credit for.
 *
 * @param providerAccountId what bound; null if the payer may draw on no account
 */
public record Refusal(SubscriptionId payer, ChargingDataRef session, long ratingGroup,
        @Nullable ProviderAccountId providerAccountId) {}
