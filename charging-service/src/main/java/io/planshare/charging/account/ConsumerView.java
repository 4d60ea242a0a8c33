package io.planshare.charging.account;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.ledger.ConsumerAccount;
import io.planshare.kit.page.Etag;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/** What a consumer may draw, and drew. */
@Schema(name = "ConsumerAccount")
record ConsumerView(@Schema(example = "01930000-0000-7000-8000-000000000031") SubscriptionId subscriptionId,
        @Schema(example = "5000000000", description = "null: as many as there are") @Nullable Units limit,
        @Schema(example = "734003200") Units consumed,
        @Schema(example = "10485760", description = "held for the network, not used yet") Units reserved,
        @Schema(example = "4255511040", description = "what the limit leaves; null without a limit") @Nullable Units left) {

    private static final long NO_LIMIT = -1;

    static ConsumerView of(ConsumerAccount consumer) {
        return new ConsumerView(consumer.subscriptionId(), consumer.limit(), consumer.consumed(), consumer.reserved(),
                consumer.limit() == null ? null : consumer.left());
    }

    /** Of what people edit: the limit. With the counters in it nobody could edit a consumer that is in use. */
    static long version(ConsumerAccount consumer) {
        return consumer.limit() == null ? NO_LIMIT : consumer.limit().count();
    }

    static String etag(ConsumerAccount consumer) {
        return Etag.of(version(consumer));
    }
}
