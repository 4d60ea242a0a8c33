package io.planshare.charging.rating;

import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.kit.problem.Problem;
import io.planshare.model.TariffId;

/** A tariff with its first version. */
@Schema(name = "NewTariff")
record TariffRequest(
        @Schema(description = "the tariff's id, if the client wants to choose it") @Nullable TariffId id,
        @NotBlank @Size(max = 100) @Schema(example = "Standard 2026") String name,
        @NotNull @Schema(example = "EUR", description = "ISO 4217; of all its prices, for ever") String currency,
        @NotNull @Valid VersionBody version) {

    Tariff toTariff() {
        return new Tariff(id == null ? TariffId.next() : id, name,
                Problem.reading("/currency", () -> Currencies.known(currency)),
                List.of(version.toVersion(1, "/version")));
    }
}
