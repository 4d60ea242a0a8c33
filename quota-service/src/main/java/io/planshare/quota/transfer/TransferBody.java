package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Id;
import io.planshare.model.Units;
import io.planshare.transfer.Priority;
import io.planshare.transfer.TransferRequest;

/** The wire form of transfers that are asked for. */
@Schema(name = "NewTransferRequests", example = """
                                                {"deviceId": "01920000-0000-7000-8000-00000000d001",
                                                 "requests": [{"appId": "photos", "direction": "UPLOAD", "sizeOctets": 10485760,
                                                               "priority": "NORMAL", "deadline": "2026-12-24T18:00:00Z", "resumable": true}]}""")
record TransferBody(@NotNull DeviceId deviceId,
        @Schema(description = "by which the device is used, for the record") @Nullable EnrollmentId enrollmentId,
        @NotEmpty @Size(max = 500) List<@NotNull @Valid Item> requests) {

    @Schema(name = "NewTransferRequest")
    record Item(@Schema(description = "if the client wants to choose it") @Nullable UUID id,
            @NotNull @Pattern(regexp = "[!-~]{1,100}") @Schema(example = "photos") String appId,
            @NotNull TransferRequest.Direction direction,
            @Min(1) @Schema(example = "10485760", description = "missing: unknown; then it is allowed 10 MiB at a time") @Nullable Long sizeOctets,
            @NotNull Priority priority,
            @Schema(description = "not before") @Nullable Instant earliest,
            @Schema(description = "of no use after; in the past: denied") @Nullable Instant deadline,
            @NotNull @Schema(description = "may be interrupted and go on where it stopped") Boolean resumable) {}

    List<TransferRequest> toRequests(Instant now) {
        var ids = requests.stream().map(Item::id).toList();
        return java.util.stream.IntStream.range(0, requests.size()).mapToObj(i -> {
            var item = requests.get(i);
            if (item.id() != null && ids.indexOf(item.id()) != i) {
                throw wrong("/requests/" + i + "/id", "was named before").exception();
            }
            var earliest = item.earliest();
            var deadline = item.deadline();
            if (earliest != null && deadline != null && !earliest.isBefore(deadline)) {
                throw wrong("/requests/" + i + "/deadline", "must be after earliest").exception();
            }
            return new TransferRequest(item.id() == null ? Id.next() : item.id(), item.appId(), item.direction(),
                    item.sizeOctets() == null ? null : Units.of(item.sizeOctets()), item.priority(),
                    sensible("/requests/" + i + "/earliest", earliest),
                    sensible("/requests/" + i + "/deadline", deadline), item.resumable(), now);
        }).toList();
    }

    private static @Nullable Instant sensible(String pointer, @Nullable Instant at) {
        return at == null ? null : Instants.sensible(pointer, at);
    }

    private static Problem wrong(String pointer, String message) {
        return Problem.of(400, "invalid-value", "What was sent does not go together.").at(pointer, message);
    }
}
