package io.planshare.kit.thing;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One trace runs from the caller through the request to each statement, and nothing in it shows a person's number. */
@ServiceTest(properties = "planshare.traces.sampling=1.0")
@ExtendWith(OutputCaptureExtension.class)
class TraceTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @TestConfiguration(proxyBeanMethods = false)
    static class Collector {

        static final List<SpanData> SPANS = new CopyOnWriteArrayList<>();

        @Bean
        SimpleSpanProcessor spans() {
            return SimpleSpanProcessor.builder(new SpanExporter() {
                @Override
                public CompletableResultCode export(Collection<SpanData> spans) {
                    SPANS.addAll(spans);
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode flush() {
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode shutdown() {
                    return CompletableResultCode.ofSuccess();
                }
            }).build();
        }
    }

    @Autowired
    Api api;

    @Test
    void A_trace_of_the_caller_reaches_the_statement() {
        Collector.SPANS.clear();
        var answer = api.as("thing:write").with("traceparent", PARENT).freshKey().post("/v1/things/paid",
                "{\"name\":\"traced\",\"octets\":5}");
        assertThat(answer.status()).isEqualTo(201);
        await().until(() -> ofOurTrace().stream().anyMatch(span -> span.getName().contains("/v1/things/paid")));

        var request = ofOurTrace().stream().filter(span -> span.getName().contains("/v1/things/paid")).findFirst()
                .orElseThrow();
        assertThat(request.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        var insert = ofOurTrace().stream().filter(span -> span.getAttributes().toString().contains("INSERT INTO thing"))
                .findFirst().orElseThrow();
        assertThat(insert.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(insert.getAttributes().toString()).doesNotContain("traced");
    }

    @Test
    void A_problem_names_the_trace_of_the_caller() {
        var answer = api.as("thing:read").with("traceparent", PARENT).get("/v1/things/nonsense");
        assertThat(answer.body().get("instance").asString()).isEqualTo("urn:planshare:trace:" + TRACE);
        var closed = api.with("traceparent", PARENT).get("/v1/things");
        assertThat(closed.body().get("instance").asString()).isEqualTo("urn:planshare:trace:" + TRACE);
        var rejected = api.as("thing:read").with("traceparent", PARENT).get("/v1//things");
        assertThat(rejected.body().get("instance").asString()).isEqualTo("urn:planshare:trace:" + TRACE);
    }

    @Test
    void No_span_shows_a_number_that_stood_in_a_path() {
        Collector.SPANS.clear();
        api.as("npcf-thing").with("traceparent", PARENT).get("/npcf-thing/imsi-262019876543210/490154203237518");
        await().until(() -> !ofOurTrace().isEmpty());
        assertThat(ofOurTrace().toString()).doesNotContain("262019876543210", "490154203237518").contains("imsi-***");
    }

    @Test
    void A_line_of_the_log_names_its_trace_and_masks_numbers(CapturedOutput output) {
        api.as("thing:write").with("traceparent", PARENT).freshKey().post("/v1/things/paid",
                "{\"name\":\"bug imsi-262019876543210 490154203237518\",\"octets\":5}");
        assertThat(output.getAll()).contains("[" + TRACE + "]", "secret internals of bug imsi-*** ***18")
                .doesNotContain("262019876543210", "490154203237518");
    }

    private static List<SpanData> ofOurTrace() {
        return Collector.SPANS.stream().filter(span -> span.getTraceId().equals(TRACE)).toList();
    }
}
