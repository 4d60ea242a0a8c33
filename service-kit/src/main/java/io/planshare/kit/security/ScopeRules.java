package io.planshare.kit.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.http.HttpMethod;

/**
 * Which scope opens which operation. A service declares one as a bean; the first rule that matches decides, what none
 * matches is denied. Patterns are Spring's ({@code /v1/devices/**}, {@code /v1/devices/{id}}).
 */
public final class ScopeRules {

    /** The methods that change something. */
    private static final Set<HttpMethod> WRITES = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH,
            HttpMethod.DELETE);
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    record Rule(Set<HttpMethod> methods, String pattern, String scope) {}

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

    /** Rules in the order in which they are tried. */
    public static final class Builder {

        private final List<Rule> rules = new ArrayList<>();

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
