package io.planshare.charging.nchf;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What network functions are told beside a grant: {@code planshare.charging.nchf.*}.
 *
 * @param quotaHoldingTime so long without traffic the network gives a grant back; zero: it is not told, and the grant's
 *        validity alone ends it
 * @param finalUnit what it does when the last units are used
 */
@ConfigurationProperties("planshare.charging.nchf")
record NchfSettings(@DefaultValue("PT5M") Duration quotaHoldingTime, @DefaultValue FinalUnit finalUnit) {

    enum Action {
        TERMINATE, REDIRECT, RESTRICT_ACCESS
    }

    enum AddressType {
        IPV4, IPV6, URL, URI
    }

    /**
     * @param redirectAddress where to, for REDIRECT
     * @param filterIds names of filters that the network knows, for RESTRICT_ACCESS
     * @param filterRules what may still pass (TS 29.571 IPFilterRule), for RESTRICT_ACCESS
     */
    record FinalUnit(@DefaultValue("TERMINATE") Action action, @DefaultValue("URL") AddressType redirectAddressType,
            @Nullable String redirectAddress, @DefaultValue List<String> filterIds,
            @DefaultValue List<String> filterRules) {

        FinalUnit {
            filterIds = List.copyOf(filterIds);
            filterRules = List.copyOf(filterRules);
            switch (action) {
                case TERMINATE -> {
                }
                case REDIRECT -> require(redirectAddress != null, "REDIRECT needs redirect-address");
                case RESTRICT_ACCESS -> require(!filterIds.isEmpty() || !filterRules.isEmpty(),
                        "RESTRICT_ACCESS needs filter-ids or filter-rules");
            }
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) throw new IllegalArgumentException("planshare.charging.nchf.final-unit: " + otherwise);
        }
    }

    NchfSettings {
        if (quotaHoldingTime.isNegative()) {
            throw new IllegalArgumentException("planshare.charging.nchf.quota-holding-time is never negative");
        }
    }
}
