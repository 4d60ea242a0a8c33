package io.planshare.charging.account;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.ledger.Balance;
import io.planshare.model.Units;

/** granted = available + reserved + consumed + expired + withdrawn; none is ever negative. */
@Schema(name = "Balance")
record BalanceView(@Schema(example = "20000000000", description = "all that ever came in") Units granted,
        @Schema(example = "10485760", description = "held for the network, not used yet") Units reserved,
        @Schema(example = "734003200") Units consumed, @Schema(example = "0") Units expired,
        @Schema(example = "0") Units withdrawn, @Schema(example = "19255511040") Units available) {

    static BalanceView of(Balance balance) {
        return new BalanceView(balance.granted(), balance.reserved(), balance.consumed(), balance.expired(),
                balance.withdrawn(), balance.available());
    }
}
