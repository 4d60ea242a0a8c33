package io.planshare.enrollment.payer;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.page.Etag;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.PayerMap;

@RestController
@Tag(name = "Payers", description = "Who pays for what on a device, and when")
class PayerMapController {

    private final PayerMaps payerMaps;

    PayerMapController(PayerMaps payerMaps) {
        this.payerMaps = payerMaps;
    }

    private static final String EXAMPLE = """
                                          {"deviceId":"01930000-0000-7000-8000-000000000031","version":3,"completeFrom":"2026-11-20T08:00:00Z",
                                          "capabilities":[{"code":"INFOTAINMENT","matches":[{"dnn":null,"sNssai":null,"ratingGroup":100,"serviceId":null}]}],
                                          "payers":[{"enrollmentId":"01930000-0000-7000-8000-000000000042",
                                          "userPartyId":"01930000-0000-7000-8000-000000000002","subscriptionId":"01930000-0000-7000-8000-000000000022",
                                          "accountId":"01930000-0000-7000-8000-000000000012","role":"CONSUMER","priority":100,
                                          "capabilities":["INFOTAINMENT"],"presence":"REQUIRED","active":[{"from":"2026-11-01T00:00:00Z","to":null}],
                                          "caps":[{"unit":"OCTET","limit":1073741824,"window":"MONTH"}]}],
                                          "signIns":[{"userPartyId":"01930000-0000-7000-8000-000000000002",
                                          "during":{"from":"2026-11-23T09:00:00Z","to":null}}],"fallback":{"kind":"BLOCK","enrollmentId":null}}""";

    @GetMapping("/v1/devices/{deviceId}/payer-map")
    @Operation(summary = "Show the payer map of a device", description = "As it was published last: what paid in the last three days, pays and will pay. It answers for any instant from completeFrom on; the ETag is its version.")
    @ApiResponse(responseCode = "200", description = "The whole map", content = @Content(schema = @Schema(implementation = PayerMap.class), examples = @ExampleObject(value = EXAMPLE)))
    ResponseEntity<PayerMap> show(
            @Parameter(example = "01930000-0000-7000-8000-000000000031") @PathVariable DeviceId deviceId) {
        var map = payerMaps.find(deviceId).orElseThrow(() -> Problem.notFound("device", deviceId).exception());
        return ResponseEntity.ok().eTag(Etag.of(map.version())).body(map);
    }
}
