package io.planshare.charging.notify;

import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import static java.util.stream.Collectors.toUnmodifiableSet;

/**
 * Which hosts of network functions may be called back. Without such a list, whoever may open a session could make this
 * service call any address that it can reach.
 */
public final class NotifyHosts {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final Set<String> hosts;

    /** @param hosts names or addresses, an IPv6 address in brackets; any port of theirs */
    public NotifyHosts(Collection<String> hosts) {
        this.hosts = hosts.stream().map(NotifyHosts::folded).collect(toUnmodifiableSet());
    }

    /** Why this may not be called, such as {@code must be an http or https address}; empty when it may. */
    public Optional<String> refusal(URI uri) {
        if (uri.getScheme() == null || !SCHEMES.contains(folded(uri.getScheme()))) {
            return Optional.of("must be an http or https address");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return Optional.of("must have neither a user nor a fragment");
        }
        return isListed(uri.getHost()) ? Optional.empty() : Optional.of("names a host that is not in the allow-list");
    }

    private boolean isListed(@Nullable String host) {
        return host != null && hosts.contains(folded(host));
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
