package io.planshare.charging.nchf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

import tools.jackson.databind.JsonNode;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.charging.session.ChargingOutcome;
import io.planshare.charging.session.ChargingOutcome.Answered;
import io.planshare.charging.session.ChargingOutcome.ContextNotFound;
import io.planshare.charging.session.ChargingOutcome.QuotaGrant;
import io.planshare.charging.session.ChargingOutcome.RequestDenied;
import io.planshare.charging.session.ChargingOutcome.ResultCode;
import io.planshare.charging.session.ChargingOutcome.TryLater;
import io.planshare.charging.session.ChargingOutcome.UnitAnswer;
import io.planshare.charging.session.ChargingOutcome.UserUnknown;
import io.planshare.charging.session.ChargingRequest;
import io.planshare.charging.session.ChargingRequest.Operation;
import io.planshare.model.Id;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.nchf.NchfFixtures.HOSTS;
import static io.planshare.charging.nchf.NchfFixtures.JSON;
import static io.planshare.charging.nchf.NchfFixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

class NchfControllerTest {

    private static final int BODY_MAX = 8_192;
    private static final String BASE = NchfController.CHARGING_DATA;
    private static final ChargingDataRef REF = new ChargingDataRef(Id.next(), Id.next());

    private final List<ChargingRequest> decided = new ArrayList<>();
    private final Set<ChargingDataRef> busy = new HashSet<>();
    private Function<ChargingRequest, ChargingOutcome> decision = request -> new Answered(REF,
            request.sequenceNumber(), Instant.parse("2026-11-23T09:15:00Z"), request.usages().stream()
                    .map(usage -> new UnitAnswer(usage.ratingGroup(), ResultCode.SUCCESS, UnitType.OCTET,
                            new QuotaGrant(Units.of(5), Duration.ofMinutes(10), Units.ZERO, false)))
                    .toList());
    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new NchfController(request -> {
        decided.add(request);
        return decision.apply(request);
    }, HOSTS, NchfFixtures.SETTINGS, BODY_MAX), new NchfFallbackController())
            .setControllerAdvice(new NchfProblems()).addFilters(new BusyFilter(busy::contains))
            .build();

    @Test
    void create_answers_201_with_the_place_of_the_session() throws Exception {
        var answer = send(post(BASE), NchfDocs.CREATE);
        assertThat(answer.getStatus()).isEqualTo(201);
        assertThat(answer.getHeader("Location")).isEqualTo("http://localhost" + BASE + "/" + REF);
        assertThat(answer.getContentType()).isEqualTo("application/json");
        assertThat(body(answer).at("/multipleUnitInformation/0/uPFID").asString()).isEqualTo("upf-1");
    }

    @Test
    void update_answers_200_and_release_204_without_a_body() throws Exception {
        var updated = send(post(BASE + "/" + REF + "/update"), NchfDocs.UPDATE);
        assertThat(updated.getStatus()).isEqualTo(200);
        assertThat(body(updated).at("/invocationSequenceNumber").asLong()).isEqualTo(1);
        var released = send(post(BASE + "/" + REF + "/release"), NchfDocs.RELEASE);
        assertThat(released.getStatus()).isEqualTo(204);
        assertThat(released.getContentAsString()).isEmpty();
        assertThat(decided).extracting(ChargingRequest::operation)
                .containsExactly(new Operation.Update(REF), new Operation.Release(REF));
    }

    @Test
    void every_refusal_has_its_status_and_cause() throws Exception {
        assertRefused(new UserUnknown(), 404, "USER_UNKNOWN");
        assertRefused(new ContextNotFound(), 404, "CONTEXT_NOT_FOUND");
        assertRefused(new RequestDenied("The subscription is suspended."), 403, "END_USER_REQUEST_DENIED");
        var later = assertRefused(new TryLater("Too much is waiting.", Duration.ofMillis(1200)), 503, "NF_CONGESTION");
        assertThat(later.getHeader("Retry-After")).isEqualTo("2");
    }

    @Test
    void the_documented_refusals_are_the_real_ones() throws Exception {
        assertThat(body(assertRefused(new UserUnknown(), 404, "USER_UNKNOWN")))
                .isEqualTo(JSON.readTree(NchfDocs.USER_UNKNOWN));
        assertThat(body(assertRefused(new ContextNotFound(), 404, "CONTEXT_NOT_FOUND")))
                .isEqualTo(JSON.readTree(NchfDocs.CONTEXT_NOT_FOUND));
        assertThat(body(assertRefused(new RequestDenied("The subscription is suspended."), 403,
                "END_USER_REQUEST_DENIED"))).isEqualTo(JSON.readTree(NchfDocs.DENIED));
        assertThat(body(assertRefused(new TryLater("Too much is waiting.", Duration.ZERO), 503, "NF_CONGESTION")))
                .isEqualTo(JSON.readTree(NchfDocs.CONGESTION));
        var missing = send(post(BASE), NchfFixtures.without(NchfDocs.CREATE, "/multipleUnitUsage/0/ratingGroup"));
        assertThat(body(missing)).isEqualTo(JSON.readTree(NchfDocs.IE_MISSING));
        assertThat(missing.getContentType()).isEqualTo("application/problem+json");
    }

    @Test
    void a_reference_that_is_none_of_ours_is_an_unknown_session() throws Exception {
        for (var ref : List.of("1", REF.sessionId().toString(), "%00", REF + "x")) {
            var answer = send(post(BASE + "/" + ref + "/update"), NchfDocs.UPDATE);
            assertThat(answer.getStatus()).isEqualTo(404);
            assertThat(cause(answer)).isEqualTo("CONTEXT_NOT_FOUND");
        }
        assertThat(decided).isEmpty();
    }

    @Test
    void a_failure_shows_nothing_of_its_inside() throws Exception {
        decision = _ -> {
            throw new IllegalStateException("secret");
        };
        var failed = send(post(BASE), NchfDocs.CREATE);
        assertThat(failed.getStatus()).isEqualTo(500);
        assertThat(cause(failed)).isEqualTo("SYSTEM_FAILURE");
        assertThat(failed.getContentAsString()).doesNotContain("secret");
        decision = _ -> {
            throw new CannotAcquireLockException("secret");
        };
        var later = send(post(BASE), NchfDocs.CREATE);
        assertThat(later.getStatus()).isEqualTo(503);
        assertThat(later.getHeader("Retry-After")).isEqualTo("1");
        assertThat(later.getContentAsString()).doesNotContain("secret");
    }

    @Test
    void an_update_that_could_not_wait_is_refused_before_it_is_read() throws Exception {
        busy.add(REF);
        var refused = send(post(BASE + "/" + REF + "/update"), "no JSON at all");
        assertThat(refused.getStatus()).isEqualTo(503);
        assertThat(cause(refused)).isEqualTo("NF_CONGESTION");
        assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
        assertThat(decided).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/xml", "application/problem+json", "nonsense", "''"})
    void only_JSON_is_taken(String type) throws Exception {
        var request = post(BASE).content(bytes(NchfDocs.CREATE));
        if (!type.isEmpty()) request.header("Content-Type", type);
        var answer = mvc.perform(request).andReturn().getResponse();
        assertThat(answer.getStatus()).isEqualTo(415);
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
        assertThat(decided).isEmpty();
    }

    @Test
    void JSON_with_a_charset_is_JSON() throws Exception {
        var request = post(BASE).content(bytes(NchfDocs.CREATE)).header("Content-Type",
                "Application/JSON;charset=UTF-8");
        assertThat(mvc.perform(request).andReturn().getResponse().getStatus()).isEqualTo(201);
    }

    @Test
    void a_body_may_be_large_and_not_too_large() throws Exception {
        var room = new char[BODY_MAX - NchfDocs.CREATE.length()];
        Arrays.fill(room, ' ');
        assertThat(send(post(BASE), NchfDocs.CREATE + new String(room)).getStatus()).isEqualTo(201);
        var answer = send(post(BASE), NchfDocs.CREATE + new String(room) + " ");
        assertThat(answer.getStatus()).isEqualTo(413);
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({"GET,''", "PUT,''", "DELETE,''", "PATCH,/1/update", "GET,/1/release"})
    void another_method_is_told_which_one_there_is(String method, String path) throws Exception {
        var answer = send(request(HttpMethod.valueOf(method), BASE + path), "{}");
        assertThat(answer.getStatus()).isEqualTo(405);
        assertThat(answer.getHeader("Allow")).isEqualTo("POST");
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({"/nchf-convergedcharging/v3", "/nchf-convergedcharging/v2/chargingdata",
            "/nchf-convergedcharging/v3/chargingdata/1", "/nchf-convergedcharging/v3/chargingdata/1/suspend"})
    void another_path_is_told_in_the_words_of_3GPP(String path) throws Exception {
        var answer = send(post(path), "{}");
        assertThat(answer.getStatus()).isEqualTo(404);
        assertThat(cause(answer)).isEqualTo("RESOURCE_URI_STRUCTURE_NOT_FOUND");
    }

    private MockHttpServletResponse assertRefused(ChargingOutcome outcome, int status, String cause) throws Exception {
        decision = _ -> outcome;
        var answer = send(post(BASE), NchfDocs.CREATE);
        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
        assertThat(cause(answer)).isEqualTo(cause);
        return answer;
    }

    private MockHttpServletResponse send(MockHttpServletRequestBuilder request, String body) throws Exception {
        return mvc.perform(request.contentType("application/json").content(bytes(body))).andReturn().getResponse();
    }

    private static JsonNode body(MockHttpServletResponse answer) throws Exception {
        return JSON.readTree(answer.getContentAsString());
    }

    private static String cause(MockHttpServletResponse answer) throws Exception {
        return body(answer).at("/cause").asString("");
    }
}
