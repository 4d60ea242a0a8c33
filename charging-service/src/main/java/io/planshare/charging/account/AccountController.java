package io.planshare.charging.account;

import java.net.URI;
import java.util.Optional;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.charging.ledger.ProviderAccount.Status;
import io.planshare.kit.idempotency.IdempotencyKeyRequired;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Etag;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;

/** Provider accounts on the wire (spec S7). */
@RestController
@RequestMapping("/v1/provider-accounts")
@Tag(name = "Provider accounts", description = "Where units lie, and who may draw on them")
class AccountController {

    private static final String PATH = "/v1/provider-accounts/";
    private static final String EXAMPLE = "01930000-0000-7000-8000-000000000052";

    private final Accounts accounts;

    AccountController(Accounts accounts) {
        this.accounts = accounts;
    }

    @PostMapping
    @IdempotencyKeyRequired
    @Operation(summary = "Open an account", description = "With its first units and its consumers: all of it or nothing. 409 id-taken or subscription-ended; 400 unknown-subscription with Retry-After where a consumer's subscription is not known here (yet).")
    @ApiResponse(responseCode = "201", description = "It is open from its validFrom on", content = @Content(schema = @Schema(implementation = AccountView.class)))
    ResponseEntity<?> open(@Valid @RequestBody OpenAccountRequest request) {
        var wanted = request.toCommand();
        return switch (accounts.open(wanted)) {
            case AccountOutcome.Opened(var account) -> shown(ResponseEntity.created(URI.create(PATH + wanted.id())),
                    account);
            case AccountOutcome.IdTaken() -> Problem.of(409, "id-taken", "Another account has this id.")
                    .at("/id", "is taken").response();
            case AccountOutcome.NoSuchConsumer(var unusable) -> unusable
                    .problem("/consumers/" + unusable.place() + "/subscriptionId").response();
        };
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show an account", description = "With its balance and its consumers, all of one instant.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccountView.class)))
    ResponseEntity<?> find(@Parameter(example = EXAMPLE) @PathVariable ProviderAccountId id) {
        return answer(id, accounts.find(id));
    }

    @GetMapping
    @Operation(summary = "List accounts", description = "Those of a billing account, those that a subscription may draw on, or both; at least one of the two is needed. In the order of their ids.")
    Page<AccountView> list(
            @Parameter(description = "whose units they are", example = "01930000-0000-7000-8000-000000000020") @RequestParam(required = false) @Nullable AccountId accountId,
            @Parameter(description = "who may draw on them", example = "01930000-0000-7000-8000-000000000031") @RequestParam(required = false) @Nullable SubscriptionId subscriptionId,
            Cursor cursor) {
        if (accountId == null && subscriptionId == null) {
            throw Problem.of(400, "invalid-parameter", "Ask for a billing account, a subscription or both.")
                    .at("#query/accountId", "accountId or subscriptionId is needed")
                    .at("#query/subscriptionId", "accountId or subscriptionId is needed").exception();
        }
        return accounts.list(accountId, subscriptionId, cursor).map(AccountView::of);
    }

    @PostMapping("/{id}/top-ups")
    @IdempotencyKeyRequired(keep = "P30D")
    @Operation(summary = "Top an account up", description = "Adds units once, however often it is sent under its key. A suspended account can be topped up too. 422 balance-overflow beyond 2^63-1 units.")
    @ApiResponse(responseCode = "201", description = "The units are there", content = @Content(schema = @Schema(implementation = TopUpView.class)))
    ResponseEntity<?> topUp(@Parameter(example = EXAMPLE) @PathVariable ProviderAccountId id,
            @Valid @RequestBody TopUpRequest request) {
        return switch (accounts.topUp(id, request.checkedUnits(), request.reference())) {
            case TopUpOutcome.ToppedUp done -> ResponseEntity.status(HttpStatus.CREATED).body(TopUpView.of(done));
            case TopUpOutcome.UnknownAccount() -> unknown(id).response();
            case TopUpOutcome.Overflow() -> Problem
                    .of(422, "balance-overflow", "The account would hold more than 2^63-1 units.")
                    .at("/units", "is more than the account can take").response();
        };
    }

    @PostMapping("/{id}/withdrawals")
    @IdempotencyKeyRequired(keep = "P30D")
    @Operation(summary = "Take units out", description = "At most so many, once under its key; what is used or reserved stays. The answer says how many it were. Where limits move, they close up on what is left.")
    @ApiResponse(responseCode = "201", description = "They are gone", content = @Content(schema = @Schema(implementation = WithdrawalView.class)))
    ResponseEntity<?> withdraw(@Parameter(example = EXAMPLE) @PathVariable ProviderAccountId id,
            @Valid @RequestBody WithdrawalRequest request) {
        return switch (accounts.withdraw(id, request.checkedUnits(), request.reference())) {
            case WithdrawalOutcome.Withdrawn done -> ResponseEntity.status(HttpStatus.CREATED)
                    .body(WithdrawalView.of(done));
            case WithdrawalOutcome.UnknownAccount() -> unknown(id).response();
        };
    }

    @PutMapping("/{id}/validity")
    @Operation(summary = "Move an account's end", description = "Sooner, later, or for ever; and whether it rolls over then: once longer by so many days, with what is left. Five minutes after an end without roll-over what is left expires; what expired does not come back.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccountView.class)))
    ResponseEntity<?> setValidity(@Parameter(example = EXAMPLE) @PathVariable ProviderAccountId id,
            @Valid @RequestBody ValidityRequest request) {
        var wanted = request.toValidity();
        return answer(id, Problem.reading("/validTo", () -> accounts.setValidity(id, wanted)));
    }

    @PostMapping("/{id}/suspend")
    @Operation(summary = "Suspend an account", description = "From now on it pays for nothing; what the network holds already stays granted. Said twice, nothing changes. 409 account-frozen while it is frozen.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccountView.class)))
    ResponseEntity<?> suspend(@Parameter(example = EXAMPLE) @PathVariable ProviderAccountId id) {
        return set(id, Status.SUSPENDED);
    }

    @PostMapping("/{id}/resume")
    @Operation(summary = "Resume an account", description = "It pays again, inside its validity. Said twice, nothing changes. 409 account-frozen while it is frozen: see unfreeze.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccountView.class)))
    ResponseEntity<?> resume(@Parameter(example = EXAMPLE) @PathVariable ProviderAccountId id) {
        return set(id, Status.ACTIVE);
    }

    @GetMapping("/{id}/entries")
    @Operation(summary = "List an account's ledger", description = "Newest first. All entries sum to available + reserved.")
    Page<LedgerEntry> entries(@Parameter(example = EXAMPLE) @PathVariable ProviderAccountId id, Cursor cursor) {
        return accounts.entries(id, cursor).orElseThrow(() -> unknown(id).exception());
    }

    static Problem unknown(ProviderAccountId id) {
        return Problem.notFound("provider-account", id);
    }

    private ResponseEntity<?> set(ProviderAccountId id, Status status) {
        var account = accounts.set(id, status);
        if (account.filter(it -> it.stored().account().status() == Status.FROZEN).isPresent()) {
            return Problem
                    .of(409, "account-frozen", "The account's figures contradict each other: once they are repaired,"
                            + " POST /v1/provider-accounts/{id}/unfreeze lifts the freeze.")
                    .response();
        }
        return answer(id, account);
    }

    private static ResponseEntity<?> answer(ProviderAccountId id, Optional<ShownAccount> account) {
        return account.<ResponseEntity<?>>map(found -> shown(ResponseEntity.ok(), found))
                .orElseGet(() -> unknown(id).response());
    }

    private static ResponseEntity<AccountView> shown(ResponseEntity.BodyBuilder answer, ShownAccount account) {
        return answer.eTag(Etag.of(account.stored().version())).body(AccountView.of(account));
    }
}
