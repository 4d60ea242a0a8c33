package io.planshare.enrollment.party;

import java.net.URI;
import java.time.Instant;
import java.util.Currency;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
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

import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;
import io.planshare.model.Id;
import io.planshare.model.PartyId;

@RestController
@RequestMapping("/v1/accounts")
@Tag(name = "Accounts", description = "Where bills go")
class AccountController {

    @Schema(name = "NewAccount", description = "An account to be opened")
    record AccountBody(
            @Schema(description = "Chosen by the caller, else by the service", example = "01930000-0000-7000-8000-000000000011") @Nullable AccountId id,
            @Schema(description = "Who is billed", example = "01930000-0000-7000-8000-000000000001") @NotNull PartyId partyId,
            @Schema(description = "ISO 4217", example = "EUR") @NotNull String currency) {}

    @Schema(name = "Account")
    record AccountView(@Schema(example = "01930000-0000-7000-8000-000000000011") AccountId id,
            @Schema(example = "01930000-0000-7000-8000-000000000001") PartyId partyId,
            @Schema(example = "EUR") String currency, @Schema(example = "2026-11-23T10:00:00Z") Instant createdAt) {
        static AccountView from(Account account) {
            return new AccountView(account.id(), account.partyId(), account.currency(), account.createdAt());
        }
    }

    private final Accounts accounts;

    AccountController(Accounts accounts) {
        this.accounts = accounts;
    }

    @PostMapping
    @Operation(summary = "Open an account", description = "404 unknown-party names partyId; 409 id-taken if the chosen id belongs to another.")
    @ApiResponse(responseCode = "201", description = "Open; Location tells where", content = @Content(schema = @Schema(implementation = AccountView.class)))
    ResponseEntity<?> open(@Valid @RequestBody AccountBody body) {
        if (Currency.getAvailableCurrencies().stream().noneMatch(c -> c.getCurrencyCode().equals(body.currency))) {
            return Problem.of(400, "invalid-value", "The currency is not one of ISO 4217.")
                    .at("/currency", "is not a currency of ISO 4217").response();
        }
        var id = body.id == null ? new AccountId(Id.next()) : body.id;
        return switch (accounts.open(id, body.partyId, body.currency)) {
            case AccountOutcome.Opened(var account) -> ResponseEntity
                    .created(URI.create("/v1/accounts/" + account.id())).body(AccountView.from(account));
            case AccountOutcome.IdTaken(var taken) -> Problem
                    .of(409, "id-taken", "There is an account " + taken + " already.").at("/id", "is taken").response();
            case AccountOutcome.UnknownParty(var party) ->
                Problem.notFound("party", party).at("/partyId", "is not known").response();
        };
    }

    @GetMapping("/{accountId}")
    @Operation(summary = "Show an account", description = "404 unknown-account if there is none.")
    AccountView show(
            @Parameter(example = "01930000-0000-7000-8000-000000000011") @PathVariable AccountId accountId) {
        return accounts.find(accountId).map(AccountView::from)
                .orElseThrow(() -> Problem.notFound("account", accountId).exception());
    }

    @GetMapping
    @Operation(summary = "List accounts", description = "In the order of their ids.")
    Page<AccountView> list(
            @Parameter(description = "Only those of this party", example = "01930000-0000-7000-8000-000000000001") @RequestParam(required = false) @Nullable PartyId partyId,
            Cursor cursor) {
        return Page.of(cursor, accounts.page(partyId, cursor), account -> account.id().toString())
                .map(AccountView::from);
    }
}
