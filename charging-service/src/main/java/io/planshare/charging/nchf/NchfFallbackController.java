package io.planshare.charging.nchf;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Hidden;

/** Answers what is no operation of these two, in 3GPP's way like all below that path. */
@Hidden
@RestController
class NchfFallbackController {

    /** All that stands below it answers as 3GPP wants it. */
    static final String PREFIX = "/nchf-convergedcharging/";
    static final String SPENDING_PREFIX = "/nchf-spendinglimitcontrol/";

    @RequestMapping({NchfController.CHARGING_DATA, NchfController.CHARGING_DATA + NchfController.UPDATE,
            NchfController.CHARGING_DATA + NchfController.RELEASE})
    ResponseEntity<byte[]> anotherMethod() {
        return only("POST");
    }

    @RequestMapping(SpendingLimitController.SUBSCRIPTIONS)
    ResponseEntity<byte[]> anotherMethodOfSubscriptions() {
        return only("POST");
    }

    @RequestMapping(SpendingLimitController.SUBSCRIPTIONS + SpendingLimitController.ONE)
    ResponseEntity<byte[]> anotherMethodOfOne() {
        return only("PUT, DELETE");
    }

    private static ResponseEntity<byte[]> only(String methods) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.ALLOW, methods);
        return ProblemDetails.of(405, null, "Here is only " + methods + ".").response(headers);
    }

    @RequestMapping({PREFIX + "**", SPENDING_PREFIX + "**"})
    ResponseEntity<byte[]> anotherPath() {
        return ProblemDetails.of(404, "RESOURCE_URI_STRUCTURE_NOT_FOUND", "There is no such resource.").response();
    }
}
