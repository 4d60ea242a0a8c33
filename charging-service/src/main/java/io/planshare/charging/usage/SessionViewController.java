package io.planshare.charging.usage;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;

/** Shows charging sessions to people; networks speak Nchf. */
@RestController
@Tag(name = "Charging sessions", description = "What the network has open and what it holds; read only")
class SessionViewController {

    private final SessionViewStore sessions;

    SessionViewController(SessionViewStore sessions) {
        this.sessions = sessions;
    }

    @GetMapping("/v1/charging-sessions")
    @Operation(summary = "List charging sessions", description = "Of a device or of a subscription's own SUPI: exactly one of them. Newest first.")
    Page<SessionView> list(
            @Parameter(example = "01930000-0000-7000-8000-000000000040") @RequestParam(required = false) @Nullable DeviceId deviceId,
            @Parameter(example = "01930000-0000-7000-8000-000000000031") @RequestParam(required = false) @Nullable SubscriptionId subscriptionId,
            @Parameter(description = "only those that are in it", example = "OPEN") @RequestParam(required = false) SessionView.@Nullable State state,
            Cursor cursor) {
        var about = About.oneOf(new About.Candidate("deviceId", deviceId),
                new About.Candidate("subscriptionId", subscriptionId));
        return Page.of(cursor, sessions.list(about, state, cursor), SessionViewController::place);
    }

    @GetMapping("/v1/charging-sessions/{chargingDataRef}")
    @Operation(summary = "Show a charging session", description = "With its rating groups, the payer of each and which accounts hold units for it, all of one instant.")
    SessionView.Detail find(
            @Parameter(example = "01930000-0000-7000-8000-000000000040.019a0000-0000-7000-8000-0000000000e1") @PathVariable String chargingDataRef) {
        return ChargingDataRef.parse(chargingDataRef).flatMap(sessions::find).orElseThrow(() -> Problem
                .of(404, "unknown-charging-session", "There is no such charging session.").exception());
    }

    private static String place(SessionView session) {
        return session.chargingDataRef().substring(session.chargingDataRef().indexOf('.') + 1);
    }
}
