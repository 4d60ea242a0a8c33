package io.planshare.quota.pack;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.page.Etag;
import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;

/** Account groups on the wire: whom a policy of scope GROUP names. */
@RestController
@RequestMapping("/v1/account-groups")
@Tag(name = "Packages")
class AccountGroupController {

    private static final String GROUP = "01920000-0000-7000-8000-0000000a6001";

    private final SharingPolicies policies;

    AccountGroupController(SharingPolicies policies) {
        this.policies = policies;
    }

    @Schema(name = "AccountGroupBody", example = """
                                                 {"name": "The Millers", "accountIds": ["01930000-0000-7000-8000-000000000020"]}""")
    record Body(@NotBlank @Size(max = 100) String name,
            @NotNull @Size(max = 1000) List<@NotNull AccountId> accountIds) {}

    @GetMapping("/{id}")
    @Operation(summary = "Show an account group", description = "Whom policies of scope GROUP name; with the ETag to edit it.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccountGroup.class)))
    ResponseEntity<?> find(@Parameter(example = GROUP) @PathVariable UUID id) {
        return policies.group(id).<ResponseEntity<?>>map(AccountGroupController::shown)
                .orElseGet(() -> Problem.notFound("account-group", id).response());
    }

    @PutMapping("/{id}")
    @Operation(summary = "Say who belongs to an account group", description = "Who is taken out stops drawing on what is shared with the group; who is added draws once it has accepted that policy. If-Match carries the ETag of what was edited; * for a new group.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccountGroup.class)))
    ResponseEntity<?> put(@Parameter(example = GROUP) @PathVariable UUID id,
            @Parameter(example = "\"1\"") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody Body body) {
        return shown(policies.putGroup(id, body.name(), new LinkedHashSet<>(body.accountIds()),
                version -> Etag.requireMatch(ifMatch, version)));
    }

    private static ResponseEntity<?> shown(AccountGroup group) {
        return ResponseEntity.ok().eTag(Etag.of(group.version())).body(group);
    }
}
