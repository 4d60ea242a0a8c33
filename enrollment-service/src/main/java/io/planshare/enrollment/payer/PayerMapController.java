package io.planshare.enrollment.payer;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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

    @GetMapping("/v1/devices/{deviceId}/payer-map")
    @Operation(summary = "Show the payer map of a device", description = "As it was published last: what paid in the last three days, pays and will pay. It answers for any instant from completeFrom on; the ETag is its version.")
    ResponseEntity<PayerMap> show(
            @Parameter(example = "01930000-0000-7000-8000-000000000031") @PathVariable DeviceId deviceId) {
        var map = payerMaps.find(deviceId).orElseThrow(() -> Problem.notFound("device", deviceId).exception());
        return ResponseEntity.ok().eTag(Etag.of(map.version())).body(map);
    }
}
