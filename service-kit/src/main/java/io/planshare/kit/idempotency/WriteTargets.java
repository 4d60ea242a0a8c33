package io.planshare.kit.idempotency;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.ResolvableType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.springframework.web.util.ServletRequestPathUtils;

/** Finds the controller method of a write, and at the start those that cannot run in the kit's transaction. */
final class WriteTargets implements SmartInitializingSingleton {

    private static final List<Class<?>> LATER = List.of(CompletionStage.class, Callable.class, DeferredResult.class,
            StreamingResponseBody.class, ResponseBodyEmitter.class);

    private final RequestMappingHandlerMapping mappings;

    WriteTargets(RequestMappingHandlerMapping mappings) {
        this.mappings = mappings;
    }

    Optional<HandlerMethod> find(HttpServletRequest request) {
        ServletRequestPathUtils.parseAndCache(request);
        try {
            var found = mappings.getHandler(request);
            return found != null && found.getHandler() instanceof HandlerMethod method
                    ? Optional.of(method)
                    : Optional.empty();
        } catch (Exception e) {
            return Optional.empty();
        } finally {
            ServletRequestPathUtils.clearParsedRequestPath(request);
        }
    }

    /** An answer that comes later, from another thread, would come after the transaction: better not to start. */
    @Override
    public void afterSingletonsInstantiated() {
        mappings.getHandlerMethods().forEach((mapping, method) -> {
            var own = method.hasMethodAnnotation(OwnTransactions.class);
            if (own && method.hasMethodAnnotation(IdempotencyKeyRequired.class)) {
                throw new IllegalStateException(method + " asks for a key that it cannot remember");
            }
            var isWrite = mapping.getPatternValues().stream().anyMatch(path -> path.startsWith("/v1/"))
                    && mapping.getMethodsCondition().getMethods().stream()
                            .anyMatch(verb -> WriteFilter.WRITES.contains(verb.name()));
            if (isWrite && !own && answersLater(method)) {
                throw new IllegalStateException(method + " answers later: mark it @OwnTransactions");
            }
        });
    }

    private static boolean answersLater(HandlerMethod method) {
        var type = ResolvableType.forMethodReturnType(method.getMethod());
        var body = type.resolve() == ResponseEntity.class ? type.getGeneric(0) : type;
        return LATER.stream().anyMatch(later -> later.isAssignableFrom(body.resolve(Object.class)));
    }
}
