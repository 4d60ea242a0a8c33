package io.planshare.charging.account;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/** What a consumer may draw, and drew. */
@Schema(name = "ConsumerAccount")
record ConsumerView(@Schema(example = "01930000-0000-7000-8000-000000000031") SubscriptionId subscriptionId,
        @Schema(example = "5000000000", description = "as people set it; null: as many as there are") @Nullable Units limit,
        @Schema(example = "4000000000", description = "the limit in force: where limits move, where it stands now; null: none") @Nullable Units limitNow,
        @Schema(example = "1000000000", description = "guaranteed, used ones counted") Units floor,
        @Schema(example = "1", description = "in proportion to others, where limits move") int weight,
        @Schema(description = "nothing is granted to it meanwhile") boolean paused,
        @Schema(example = "734003200") Units consumed,
        @Schema(example = "10485760", description = "held for the network, not used yet") Units reserved,
        @Schema(example = "4255511040", description = "what the limit in force leaves; null without one") @Nullable Units left) {

    static ConsumerView of(StoredConsumer stored) {
        var consumer = stored.account();
        var membership = consumer.membership();
        return new ConsumerView(consumer.subscriptionId(), membership.cap(), consumer.limit(), membership.floor(),
                membership.weight(), membership.paused(), consumer.consumed(), consumer.reserved(),
                consumer.limit() == null ? null : consumer.left());
    }
}
