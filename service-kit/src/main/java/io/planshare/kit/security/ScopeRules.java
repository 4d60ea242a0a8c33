package io.planshare.kit.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which scope opens which operation. A service declares one as a bean; the first rule that matches decides, what none
 * matches is denied. Patterns are Spring's ({@code /v1/devices/**}, {@code /v1/devices/{id}}).
 */
public final class ScopeRules {

    /** The methods that change something. */
    private static final Set<HttpMethod> WRITES = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH,
            HttpMethod.DELETE);
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    record Rule(Set<HttpMethod> methods, String pattern, String scope) {

        boolean covers(HttpMethod method, PathContainer path) {
            return (methods.isEmpty() || methods.contains(method))
                    && PathPatternParser.defaultInstance.parse(pattern).matches(path);
        }
    }

    /** The kit's own operations; before the service's rules, whose patterns may be wide. */
    private static final List<Rule> KIT = List.of(
            new Rule(Set.of(HttpMethod.POST), "/v1/outbox-replays", "operations:write"),
            new Rule(Set.of(HttpMethod.POST), "/v1/dead-letter-replays", "operations:write"));

    private final List<Rule> rules;

    private ScopeRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    public static Builder builder() {
        return new Builder();
    }

    List<Rule> rules() {
        return rules;
    }

    /** Every scope that some rule asks for, in alphabetical order. */
    public Set<String> scopes() {
        var scopes = new TreeSet<String>();
        rules.forEach(rule -> scopes.add(rule.scope()));
        return scopes;
    }

    /** What a call needs; empty if nobody may make it. The path may hold variables in braces. */
    public Optional<String> scopeOf(HttpMethod method, String path) {
        var parsed = PathContainer.parsePath(path);
        return rules.stream().filter(rule -> rule.covers(method, parsed)).map(Rule::scope).findFirst();
    }

    /** Rules in the order in which they are tried. */
    public static final class Builder {

        private final List<Rule> rules = new ArrayList<>(KIT);

        private Builder() {}

        /** GET and HEAD. */
        public Builder get(String pattern, String scope) {
            return add(READS, pattern, scope);
        }

        public Builder post(String pattern, String scope) {
            return add(Set.of(HttpMethod.POST), pattern, scope);
        }

        /** POST, PUT, PATCH and DELETE. */
        public Builder write(String pattern, String scope) {
            return add(WRITES, pattern, scope);
        }

        /** Every method. */
        public Builder any(String pattern, String scope) {
            return add(Set.of(), pattern, scope);
        }

        public ScopeRules build() {
            return new ScopeRules(rules);
        }

        private Builder add(Set<HttpMethod> methods, String pattern, String scope) {
            rules.add(new Rule(methods, pattern, scope));
            return this;
        }
    }
}
