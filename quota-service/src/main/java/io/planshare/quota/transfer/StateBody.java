package io.planshare.quota.transfer;

import java.time.Instant;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.transfer.ConnectionState;

/** The wire form of a {@link ConnectionState}. */
@Schema(name = "ConnectionState")
record StateBody(
        @NotNull @Schema(example = "cellular", description = "as the plan names it") String connection,
        @NotNull @Schema(example = "true") Boolean available,
        @Schema(example = "false") @Nullable Boolean roaming,
        @Schema(example = "false") @Nullable Boolean congested,
        @Pattern(regexp = "\\d{5,6}") @Schema(example = "26201", description = "MCC and MNC that serve it") @Nullable String network,
        @Min(1) @Schema(example = "1000000", description = "octets a second; missing: unknown") @Nullable Long throughput) {

    ConnectionState toState(Instant at) {
        return new ConnectionState(connection, available, Boolean.TRUE.equals(roaming), Boolean.TRUE.equals(congested),
                network, throughput, at);
    }
}
