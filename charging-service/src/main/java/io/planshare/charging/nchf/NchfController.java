package io.planshare.charging.nchf;

import java.io.IOException;
import java.util.function.Function;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.planshare.charging.lane.Lanes;
import io.planshare.charging.notify.NotifyHosts;
import io.planshare.charging.session.ChargingDataRef;
import io.planshare.charging.session.ChargingOutcome;
import io.planshare.charging.session.ChargingOutcome.Answered;
import io.planshare.charging.session.ChargingOutcome.ContextNotFound;
import io.planshare.charging.session.ChargingOutcome.RequestDenied;
import io.planshare.charging.session.ChargingOutcome.TryLater;
import io.planshare.charging.session.ChargingOutcome.UserUnknown;
import io.planshare.charging.session.ChargingRequest;

/** The three operations of Nchf_ConvergedCharging (TS 32.291 clause 6.1.3), over HTTP/1.1 and h2c. */
@RestController
@RequestMapping(NchfController.CHARGING_DATA)
class NchfController {

    static final String CHARGING_DATA = "/nchf-convergedcharging/v3/chargingdata";
    static final String UPDATE = "/{chargingDataRef}/update";
    static final String RELEASE = "/{chargingDataRef}/release";

    private final Function<ChargingRequest, ChargingOutcome> decisions;
    private final NotifyHosts notifyHosts;
    private final NchfSettings settings;
    private final int bodyMax;

    @Autowired
    NchfController(Lanes lanes, NotifyHosts notifyHosts, NchfSettings settings,
            @Value("${planshare.http.body-max:1MB}") DataSize bodyMax) {
        this(lanes::submit, notifyHosts, settings, Math.toIntExact(bodyMax.toBytes()));
    }

    NchfController(Function<ChargingRequest, ChargingOutcome> decisions, NotifyHosts notifyHosts,
            NchfSettings settings, int bodyMax) {
        this.decisions = decisions;
        this.notifyHosts = notifyHosts;
        this.settings = settings;
        this.bodyMax = bodyMax;
    }

    @NchfDocs.Create
    @PostMapping
    void create(HttpServletRequest http, HttpServletResponse answer) throws IOException {
        var request = NchfRequest.create(Incoming.json(http, bodyMax), notifyHosts);
        var answered = decide(request);
        answer.setHeader(HttpHeaders.LOCATION, http.getRequestURL() + "/" + answered.ref());
        write(answer, HttpServletResponse.SC_CREATED, json(request, answered));
    }

    @NchfDocs.Update
    @PostMapping(UPDATE)
    void update(@PathVariable String chargingDataRef, HttpServletRequest http, HttpServletResponse answer)
            throws IOException {
        var request = NchfRequest.update(ref(chargingDataRef), Incoming.json(http, bodyMax), notifyHosts);
        write(answer, HttpServletResponse.SC_OK, json(request, decide(request)));
    }

    @NchfDocs.Release
    @PostMapping(RELEASE)
    void release(@PathVariable String chargingDataRef, HttpServletRequest http, HttpServletResponse answer)
            throws IOException {
        decide(NchfRequest.release(ref(chargingDataRef), Incoming.json(http, bodyMax), notifyHosts));
        answer.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** A busy network is told to slow down, never left without an answer. */
    private Answered decide(NchfRequest request) {
        return switch (decisions.apply(request.command())) {
            case Answered answered -> answered;
            case UserUnknown() -> throw new Refused(ProblemDetails.userUnknown());
            case ContextNotFound() -> throw new Refused(ProblemDetails.contextNotFound());
            case RequestDenied(var reason) -> throw new Refused(
                    ProblemDetails.of(403, "END_USER_REQUEST_DENIED", reason));
            case TryLater later -> throw congestion(later);
        };
    }

    private static Refused congestion(TryLater later) {
        return new Refused(ProblemDetails.congestion(later.reason()), later.after());
    }

    /** Straight to the response: what Spring would look for, who writes bytes and as what, is known here. */
    static void write(HttpServletResponse answer, int status, byte[] json) throws IOException {
        answer.setStatus(status);
        answer.setContentType(MediaType.APPLICATION_JSON_VALUE);
        answer.setContentLength(json.length);
        answer.getOutputStream().write(json);
    }

    private byte[] json(NchfRequest request, Answered answered) {
        return WireJson.bytes(ChargingDataResponse.from(answered, request.upfs(), settings));
    }

    private static ChargingDataRef ref(String text) {
        return ChargingDataRef.parse(text).orElseThrow(() -> new Refused(ProblemDetails.contextNotFound()));
    }
}
