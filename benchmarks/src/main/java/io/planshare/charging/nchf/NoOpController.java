package io.planshare.charging.nchf;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.planshare.charging.notify.NotifyHosts;
import io.planshare.charging.session.ChargingDataRef;
import io.planshare.charging.session.ChargingOutcome.Answered;

/** What an update costs without its decision: the same token, body and answer. It is there in a measured service only. */
@RestController
class NoOpController {

    private final NotifyHosts notifyHosts;
    private final NchfSettings settings;

    NoOpController(NotifyHosts notifyHosts, NchfSettings settings) {
        this.settings = settings;
        this.notifyHosts = notifyHosts;
    }

    @PostMapping(NchfController.CHARGING_DATA + "/{chargingDataRef}/no-op")
    void update(@PathVariable String chargingDataRef, HttpServletRequest http, HttpServletResponse answer)
            throws IOException {
        var ref = ChargingDataRef.parse(chargingDataRef).orElseThrow();
        var request = NchfRequest.update(ref, Incoming.json(http, 1 << 20), notifyHosts);
        var answered = new Answered(ref, request.command().sequenceNumber(), request.command().invocationTimeStamp(),
                List.of());
        NchfController.write(answer, HttpServletResponse.SC_OK,
                WireJson.bytes(ChargingDataResponse.from(answered, request.upfs(), settings)));
    }
}
