package io.planshare.kit.openapi;

import java.util.Arrays;
import java.util.Set;

import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;

import io.planshare.kit.idempotency.IdempotencyKeyRequired;
import io.planshare.kit.idempotency.OwnTransactions;
import io.planshare.kit.page.Cursor;

/** Describes the parameters that the kit itself reads: cursors and keys. */
final class KitOperation implements GlobalOperationCustomizer {

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        var required = method.getMethodAnnotation(IdempotencyKeyRequired.class);
        if (required != null) {
            operation.addParametersItem(
                    key("Your name for this write. Sent again with the same name and body, it has one"
                            + " effect and the same answer; remembered for " + required.keep() + ".").required(true));
        } else if (method.hasMethodAnnotation(PostMapping.class)
                && !method.hasMethodAnnotation(OwnTransactions.class)) {
            operation.addParametersItem(key("Your name for this write, if it may be sent again; remembered for PT24H.")
                    .required(false));
        }
        if (Arrays.stream(method.getMethodParameters()).anyMatch(it -> it.getParameterType() == Cursor.class)) {
            operation.addParametersItem(query("limit", new Schema<Integer>().types(Set.of("integer")))
                    .description("How many items at most: 1 to " + Cursor.LIMIT_MAX + ", " + Cursor.LIMIT_DEFAULT
                            + " unless told"));
            operation.addParametersItem(query("after", new Schema<String>().types(Set.of("string")))
                    .description("The next of the page before; nothing for the first page"));
        }
        return operation;
    }

    private static Parameter key(String description) {
        return new Parameter().in("header").name("Idempotency-Key").description(description)
                .schema(new Schema<String>().types(Set.of("string")).minLength(1).maxLength(255))
                .example("2f5c1f0e-9a57-4b7e-8f53-0d6d6c1f5b1a");
    }

    private static Parameter query(String name, Schema<?> schema) {
        return new Parameter().in("query").name(name).schema(schema).required(false);
    }
}
