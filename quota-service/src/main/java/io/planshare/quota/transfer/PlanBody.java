package io.planshare.quota.transfer;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;
import io.planshare.transfer.ConnectionType;
import io.planshare.transfer.CostType;
import io.planshare.transfer.LimitBehavior;
import io.planshare.transfer.PeakWindow;
import io.planshare.transfer.PlannedConnection;
import io.planshare.transfer.TransferTerms;
import io.planshare.transfer.UnitPrice;

import static java.util.Objects.requireNonNullElse;

/** The wire form of a {@link DataUsagePlan} that is to be. */
@Schema(name = "NewDataUsagePlan", example = """
                                             {"timeZone": "Europe/Berlin", "cycleDay": 1,
                                              "devices": ["01920000-0000-7000-8000-00000000d001"],
                                              "connections": [
                                                {"name": "home-wifi", "type": "WIFI", "networkId": "Adas house", "costType": "UNRESTRICTED"},
                                                {"name": "cellular", "type": "CELLULAR", "costType": "FIXED", "thresholdOctets": 10737418240,
                                                 "price": 0.2, "priceSize": 1000000, "roamingZones": ["262"],
                                                 "peakWindows": [{"days": ["FRIDAY"], "from": "18:00", "to": "23:00"}]}]}""")
record PlanBody(@NotNull @Schema(example = "Europe/Berlin") String timeZone,
        @Min(1) @Max(31) @Schema(example = "1", description = "the day of the month on which counts begin anew, the last in shorter months; missing: a threshold that counts for ever") @Nullable Integer cycleDay,
        @Schema(description = "realtime transfers may go on beyond a threshold, and cost") @Nullable Boolean overagePermitted,
        @Schema(description = "urgent transfers may start while roaming") @Nullable Boolean roamingConsent,
        @Schema(description = "urgent transfers whose connection is lost take the next one unasked") @Nullable Boolean autoSwitch,
        @NotNull @Size(max = 100) @Schema(description = "that share the plan; a device uses one plan") List<@NotNull DeviceId> devices,
        @NotEmpty @Size(max = 20) List<@NotNull @Valid ConnectionBody> connections) {

    @Schema(name = "PlannedConnection")
    record ConnectionBody(
            @NotNull @Schema(example = "cellular", description = "1 to 40 letters, digits, - or _; reports and decisions use it") String name,
            @NotNull @Schema(example = "CELLULAR") ConnectionType type,
            @Size(max = 100) @Schema(example = "26201", description = "an SSID, or MCC and MNC; missing: any") @Nullable String networkId,
            @NotNull @Schema(example = "FIXED") CostType costType,
            @Min(0) @Schema(example = "10737418240", description = "octets of a cycle; needed unless UNRESTRICTED") @Nullable Long thresholdOctets,
            @Min(1) @Max(99) @Schema(example = "80", description = "of the threshold: from there on it is near") @Nullable Integer warnPercent,
            @Schema(description = "at 100 %; BILLED unless told") @Nullable LimitBehavior limitBehavior,
            @Min(0) @Digits(integer = 9, fraction = 9) @Schema(type = "number", example = "0.2", description = "minor units of the plan's currency for priceSize octets: beyond the threshold, or of each octet where VARIABLE") @Nullable BigDecimal price,
            @Min(1) @Schema(example = "1000000") @Nullable Long priceSize,
            @Size(max = 20) @Nullable List<@NotNull @Valid WindowBody> peakWindows,
            @Size(max = 300) @Schema(example = "[\"262\"]", description = "MCC, or MCC and MNC, in which roaming counts as at home") @Nullable List<@NotNull String> roamingZones) {}

    @Schema(name = "PeakWindow")
    record WindowBody(
            @Size(max = 7) @Schema(description = "on which it begins; missing: all") @Nullable List<@NotNull DayOfWeek> days,
            @NotNull @Schema(type = "string", example = "18:00", description = "by the clock on the wall") String from,
            @NotNull @Schema(type = "string", example = "23:00", description = "not after from: on the next day") String to) {}

    DataUsagePlan toPlan(SubscriptionId id) {
        var zone = Problem.reading("/timeZone", this::zone);
        var seen = new HashSet<String>();
        for (int i = 0; i < connections.size(); i++) {
            refuseUnless(seen.add(connections.get(i).name()), "/connections/" + i + "/name", "was named before");
        }
        for (int i = 0; i < devices.size(); i++) {
            refuseUnless(devices.indexOf(devices.get(i)) == i, "/devices/" + i, "was named before");
        }
        return new DataUsagePlan(id, 1, zone, cycleDay,
                new TransferTerms(isTrue(overagePermitted), isTrue(roamingConsent), isTrue(autoSwitch)),
                IntStream.range(0, connections.size())
                        .mapToObj(i -> connection("/connections/" + i, connections.get(i))).toList(),
                devices);
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(timeZone);
        } catch (java.time.DateTimeException wrong) {
            throw new IllegalArgumentException("must be a time zone such as Europe/Berlin", wrong);
        }
    }

    private static PlannedConnection connection(String at, ConnectionBody body) {
        var price = body.price();
        var size = body.priceSize();
        refuseUnless((price == null) == (size == null), at + "/priceSize", "price and priceSize go together");
        var windows = requireNonNullElse(body.peakWindows(), List.<WindowBody>of());
        var peaks = IntStream.range(0, windows.size())
                .mapToObj(i -> window(at + "/peakWindows/" + i, windows.get(i))).toList();
        var zones = Set.copyOf(requireNonNullElse(body.roamingZones(), List.<String>of()));
        refuseUnless(zones.stream().allMatch(it -> it.matches("\\d{3}|\\d{5,6}")), at + "/roamingZones",
                "each must be an MCC of 3 digits, or MCC and MNC of 5 or 6");
        return Problem.reading(at, () -> new PlannedConnection(body.name(), body.type(), body.networkId(),
                body.costType(), body.thresholdOctets() == null ? null : Units.of(body.thresholdOctets()),
                requireNonNullElse(body.warnPercent(), PlannedConnection.WARN_PERCENT_DEFAULT),
                requireNonNullElse(body.limitBehavior(), LimitBehavior.BILLED),
                price == null || size == null ? null : new UnitPrice(price, size), peaks, zones));
    }

    private static PeakWindow window(String at, WindowBody body) {
        return new PeakWindow(body.days() == null ? Set.of() : Set.copyOf(body.days()),
                Problem.reading(at + "/from", () -> time(body.from())),
                Problem.reading(at + "/to", () -> time(body.to())));
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("must be a time of day such as 18:00", wrong);
        }
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static void refuseUnless(boolean right, String at, String message) {
        if (right) return;
        throw Problem.of(400, "invalid-value", "The plan is not what it should be.").at(at, message).exception();
    }
}
