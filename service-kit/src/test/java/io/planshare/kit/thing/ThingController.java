package io.planshare.kit.thing;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.planshare.kit.idempotency.IdempotencyKeyRequired;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Etag;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.Imei;

/** One operation for each way in which the kit is used. */
@RestController
@RequestMapping("/v1/things")
class ThingController {

    enum Colour {
        RED, GREEN
    }

    record Part(@NotNull @Nullable Imei imei, @Positive int count) {}

    record NewThing(@NotNull @Size(max = 40) @Nullable String name, @NotNull @Positive @Nullable Long octets,
            @Nullable Colour colour, @Nullable Instant since, @Nullable DeviceId deviceId,
            @Nullable Boolean fast, @Nullable List<@Valid Part> parts) {}

    record ThingView(UUID id, String name, long octets) {

        static ThingView of(Things.Thing thing) {
            return new ThingView(thing.id(), thing.name(), thing.octets());
        }
    }

    private final Things things;

    ThingController(Things things) {
        this.things = things;
    }

    @PostMapping
    ResponseEntity<ThingView> create(@RequestBody @Valid NewThing body) {
        return created(body);
    }

    @PostMapping("/paid")
    @IdempotencyKeyRequired(keep = "P30D")
    ResponseEntity<?> pay(@RequestBody @Valid NewThing body) {
        return switch (String.valueOf(body.name())) {
            case String name when name.startsWith("refused") ->
                Problem.of(409, "not-enough", "There is not enough.").with("missing", 7).response();
            case String name when name.startsWith("thrown") -> ResponseEntity
                    .ok(things.createAndThrow(name, Problem.of(422, "rule-broken", "A rule.").exception()));
            case String name when name.startsWith("edge") -> {
                things.create(name, 1);
                throw Problem.of(404, "unknown-part", "There is no such part.").exception();
            }
            case String name when name.startsWith("bug") -> {
                things.create(name, 1);
                throw new IllegalStateException("secret internals of " + name);
            }
            case String name when name.startsWith("swallowed") -> {
                try {
                    things.createAndThrow(name, new IllegalStateException("lost"));
                } catch (IllegalStateException e) {
                    // Answers as if nothing was: the transaction knows better.
                }
                yield ResponseEntity.ok(name);
            }
            case String name when name.startsWith("slow") -> {
                things.sleep(0.3);
                yield created(body);
            }
            default -> created(body);
        };
    }

    @GetMapping
    Page<ThingView> list(Cursor cursor) {
        return Page.of(cursor, things.page(cursor.afterId().orElse(null), cursor.limit() + 1), it -> it.id().toString())
                .map(ThingView::of);
    }

    @GetMapping("/{id}")
    ResponseEntity<ThingView> get(@PathVariable DeviceId id) {
        var thing = things.find(id.value()).orElseThrow(() -> Problem.notFound("thing", id).exception());
        return ResponseEntity.ok().eTag(Etag.of(thing.version())).body(ThingView.of(thing));
    }

    @PutMapping("/{id}")
    ResponseEntity<Void> rename(@PathVariable DeviceId id, @RequestBody @Valid NewThing body,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        var thing = things.find(id.value()).orElseThrow(() -> Problem.notFound("thing", id).exception());
        Etag.requireMatch(ifMatch, thing.version());
        things.rename(thing.id(), String.valueOf(body.name()));
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/search")
    List<ThingView> search(@RequestParam @Max(10) int size, @RequestParam(required = false) @Nullable Colour colour) {
        return List.of();
    }

    @PostMapping("/identified")
    String identified(@RequestBody Identified body) {
        return Problem.reading("/value", () -> Imei.parse(body.value())).masked();
    }

    record Identified(String kind, String value) {}

    @GetMapping("/stored")
    long stored(@RequestParam String name) {
        return things.count(name);
    }

    private ResponseEntity<ThingView> created(NewThing body) {
        if (body.name() == null || body.octets() == null) throw new IllegalStateException("validated before");
        var thing = things.create(body.name(), body.octets());
        return ResponseEntity.created(URI.create("/v1/things/" + thing.id())).eTag(Etag.of(thing.version()))
                .body(ThingView.of(thing));
    }
}
