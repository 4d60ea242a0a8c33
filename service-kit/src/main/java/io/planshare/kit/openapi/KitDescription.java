package io.planshare.kit.openapi;

import java.util.ArrayList;
import java.util.List;

import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.http.HttpMethod;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;

import io.planshare.kit.security.ScopeRules;

/** Adds to every operation under /v1 the scope it needs and the problems it can answer with. */
final class KitDescription implements GlobalOpenApiCustomizer {

    static final String SCHEME = "oauth2";

    private final ScopeRules rules;

    KitDescription(ScopeRules rules) {
        this.rules = rules;
    }

    @Override
    public void customise(OpenAPI api) {
        if (api.getComponents() == null) api.setComponents(new Components());
        api.getComponents().addSchemas(KitProblem.SCHEMA, KitProblem.schema());
        if (api.getPaths() == null) return;
        api.getPaths().forEach((path, item) -> item.readOperationsMap()
                .forEach((method, operation) -> complete(path, method, operation)));
    }

    private void complete(String path, PathItem.HttpMethod method, Operation operation) {
        rules.scopeOf(HttpMethod.valueOf(method.name()), path)
                .ifPresent(scope -> operation.setSecurity(List.of(new SecurityRequirement().addList(SCHEME, scope))));
        if (!path.startsWith("/v1/")) return;
        if (operation.getResponses() == null) operation.setResponses(new ApiResponses());
        for (var problem : problems(path, method, operation)) {
            operation.getResponses().putIfAbsent(problem.status(), problem.response());
        }
    }

    private static List<KitProblem> problems(String path, PathItem.HttpMethod method, Operation operation) {
        var problems = new ArrayList<>(List.of(KitProblem.UNAUTHORIZED, KitProblem.FORBIDDEN, KitProblem.BUSY));
        var parameters = operation.getParameters() == null
                ? List.<Parameter>of()
                : operation.getParameters();
        if (!parameters.isEmpty() || operation.getRequestBody() != null) problems.add(KitProblem.BAD_REQUEST);
        if (path.contains("{")) problems.add(KitProblem.NOT_FOUND);
        if (operation.getRequestBody() != null) problems.add(KitProblem.TOO_LARGE);
        if (method == PathItem.HttpMethod.POST) problems.addAll(List.of(KitProblem.IN_FLIGHT, KitProblem.KEY_REUSED));
        if (parameters.stream().anyMatch(it -> "If-Match".equals(it.getName()))) {
            problems.addAll(List.of(KitProblem.OUTDATED, KitProblem.NO_IF_MATCH));
        }
        return problems;
    }
}
