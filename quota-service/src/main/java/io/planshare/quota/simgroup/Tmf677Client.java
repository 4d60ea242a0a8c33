package io.planshare.quota.simgroup;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.model.Units;
import io.planshare.quota.simgroup.Remaining.CarrierSnapshot;

/**
 * Asks a carrier by TMF677 Usage Consumption v3: {@code GET /usageConsumptionReport/{id}}. What is left is the balance of the
 * bucket; its {@code effectiveDate} says when it was counted, else it was when it was asked for. Follows no redirect.
 */
@Component
class Tmf677Client implements CarrierServer {

    private static final int BODY_MAX = 1 << 20;
    private static final Map<String, Long> OCTETS = Map.ofEntries(Map.entry("B", 1L), Map.entry("BYTE", 1L),
            Map.entry("BYTES", 1L), Map.entry("OCTET", 1L), Map.entry("OCTETS", 1L), Map.entry("KB", 1_000L),
            Map.entry("MB", 1_000_000L), Map.entry("GB", 1_000_000_000L), Map.entry("TB", 1_000_000_000_000L),
            Map.entry("KIB", 1L << 10), Map.entry("MIB", 1L << 20), Map.entry("GIB", 1L << 30),
            Map.entry("TIB", 1L << 40));

    private final CarrierSettings settings;
    private final JsonMapper json;
    private final Clock clock;
    private final HttpClient http;

    Tmf677Client(CarrierSettings settings, JsonMapper json, Clock clock) {
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout()).build();
    }

    @Override
    public Answer ask(Bucket bucket) {
        var server = settings.servers().get(bucket.server());
        if (server == null) return new Answer.NotNow("no such server is set up", null);
        var asked = clock.instant();
        try {
            var response = http.send(request(server, bucket), BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                if (response.statusCode() != 200) return refused(response);
                return read(body.readNBytes(BODY_MAX), bucket, asked);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.NotNow("interrupted", null);
        } catch (IOException e) {
            return new Answer.NotNow(e.getClass().getSimpleName(), null);
        }
    }

    private HttpRequest request(CarrierSettings.Server server, Bucket bucket) {
        var base = server.url().toString();
        var request = HttpRequest
                .newBuilder(URI.create((base.endsWith("/") ? base : base + "/") + "usageConsumptionReport/"
                        + URLEncoder.encode(bucket.reportId(), StandardCharsets.UTF_8).replace("+", "%20")))
                .timeout(settings.timeout()).header("Accept", "application/json");
        if (server.token() != null) request.header("Authorization", "Bearer " + server.token());
        return request.build();
    }

    private Answer refused(HttpResponse<?> response) {
        var wait = response.headers().firstValue("Retry-After").filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text))).orElse(null);
        return new Answer.NotNow("status " + response.statusCode(), wait);
    }

    private Answer read(byte[] body, Bucket bucket, Instant asked) {
        try {
            var report = json.readTree(body);
            var left = left(report.path("bucket"), bucket.bucketId());
            if (left.isEmpty()) return new Answer.NotNow("the report has no balance of data that can be read", null);
            var told = effective(report.path("effectiveDate").asString(""));
            var asOf = told == null || told.isAfter(asked) ? asked : told;
            return new Answer.Told(new CarrierSnapshot(left.get(), asOf));
        } catch (JacksonException | ArithmeticException | NumberFormatException _) {
            return new Answer.NotNow("the report cannot be read", null);
        }
    }

    /** Empty unless every balance asked for can be read: a part would be taken for the whole. */
    private static Optional<Units> left(JsonNode buckets, @Nullable String bucketId) {
        var wanted = buckets.valueStream().filter(bucket -> bucketId == null
                ? "data".equalsIgnoreCase(bucket.path("usageType").asString(""))
                : bucketId.equals(bucket.path("id").asString(""))).toList();
        var balances = wanted.stream().flatMap(bucket -> bucket.path("bucketBalance").valueStream())
                .map(balance -> octets(balance.path("remainingValue"))).toList();
        return balances.isEmpty() || balances.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(balances.stream().flatMap(Optional::stream).reduce(Units.ZERO, Units::plus));
    }

    /** Whole octets, rounded down; below nothing is nothing. */
    private static Optional<Units> octets(JsonNode quantity) {
        var size = OCTETS.get(quantity.path("units").asString("").toUpperCase(Locale.ROOT));
        var amount = quantity.path("amount");
        if (size == null || !amount.isNumber()) return Optional.empty();
        var octets = amount.decimalValue().multiply(BigDecimal.valueOf(size)).setScale(0, RoundingMode.FLOOR);
        return Optional.of(Units.of(octets.max(BigDecimal.ZERO).longValueExact()));
    }

    private static @Nullable Instant effective(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
