package io.planshare.kit.security;

import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * The end of the rules: denied, whatever it is. Only where nothing is, a known caller may pass, to be told so by a 404
 * or 405.
 */
final class UnknownPath implements AuthorizationManager<RequestAuthorizationContext> {

    private static final AuthorizationDecision DENIED = new AuthorizationDecision(false);

    private final ObjectProvider<HandlerMapping> mappings;

    UnknownPath(ObjectProvider<HandlerMapping> mappings) {
        this.mappings = mappings;
    }

    @Override
    public AuthorizationDecision authorize(Supplier<? extends @Nullable Authentication> caller,
            RequestAuthorizationContext context) {
        var who = caller.get();
        if (who == null || who instanceof AnonymousAuthenticationToken || !who.isAuthenticated()) return DENIED;
        return new AuthorizationDecision(!isSomethingAt(context.getRequest()));
    }

    private boolean isSomethingAt(HttpServletRequest request) {
        var parsedBefore = ServletRequestPathUtils.hasParsedRequestPath(request);
        if (!parsedBefore) ServletRequestPathUtils.parseAndCache(request);
        try {
            return mappings.orderedStream().anyMatch(mapping -> serves(mapping, request));
        } finally {
            if (!parsedBefore) ServletRequestPathUtils.clearParsedRequestPath(request);
        }
    }

    private static boolean serves(HandlerMapping mapping, HttpServletRequest request) {
        try {
            return mapping.getHandler(request) != null;
        } catch (Exception e) {
            // Something is there, and not by this method or media type: that is told without running it.
            return false;
        }
    }
}
