package io.planshare.charging.nchf;

import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.nchf.NchfSettings.Action;
import io.planshare.charging.nchf.NchfSettings.AddressType;
import io.planshare.charging.nchf.NchfSettings.FinalUnit;

/** What the network does once the last units are used (TS 32.291 FinalUnitIndication). */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record FinalUnitIndication(Action finalUnitAction,
        @Schema(description = "What may still pass, with RESTRICT_ACCESS") List<String> restrictionFilterRuleList,
        @Schema(description = "Filters that the network knows, with RESTRICT_ACCESS") List<String> filterIdList,
        @Schema(description = "With REDIRECT") @Nullable RedirectServer redirectServer) {

    record RedirectServer(AddressType redirectAddressType, String redirectServerAddress) {}

    FinalUnitIndication {
        restrictionFilterRuleList = List.copyOf(restrictionFilterRuleList);
        filterIdList = List.copyOf(filterIdList);
    }

    /** Tells only what belongs to the action. */
    static FinalUnitIndication of(FinalUnit terms) {
        var address = terms.redirectAddress();
        return switch (terms.action()) {
            case TERMINATE -> new FinalUnitIndication(terms.action(), List.of(), List.of(), null);
            case REDIRECT -> new FinalUnitIndication(terms.action(), List.of(), List.of(),
                    address == null ? null : new RedirectServer(terms.redirectAddressType(), address));
            case RESTRICT_ACCESS -> new FinalUnitIndication(terms.action(), terms.filterRules(), terms.filterIds(),
                    null);
        };
    }
}
