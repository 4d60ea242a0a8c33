package io.planshare.charging.rating;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.TariffId;

/** What a use would cost. */
@Schema(name = "Quote")
record QuoteView(TariffId tariffId, @Schema(example = "2") int tariffVersion,
        @Schema(example = "data") String entry, @Schema(example = "EU") String zone, boolean roaming,
        @Schema(example = "night") @Nullable String timeBand, @Schema(example = "1000000") long priceSize,
        @Schema(description = "by price step") List<Part> parts,
        @Schema(example = "60", description = "minor units: the sum of the parts") long amountMinor,
        @Schema(example = "EUR") String currency) {

    @Schema(name = "QuotePart")
    record Part(@Schema(example = "100000000") long units, @Schema(example = "0.4") String price,
            @Schema(example = "40") long amountMinor) {}

    static QuoteView of(Tariff tariff, Quote quote) {
        var match = quote.match();
        var parts = quote.parts().stream()
                .map(part -> new Part(part.units(), Priced.plain(part.price()), part.amountMinor())).toList();
        return new QuoteView(tariff.id(), quote.version(), match.entry().name(), match.zone().name(),
                match.zone().roaming(), match.band() == null ? null : match.band().name(), match.entry().priceSize(),
                parts, parts.stream().mapToLong(Part::amountMinor).sum(), tariff.currency());
    }
}
