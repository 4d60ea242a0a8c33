package io.planshare.platform;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Servers that somebody else runs, named by the environment. */
final class External {
    static final String DATABASE = "PLANSHARE_DB_URL";
    static final String KAFKA = "PLANSHARE_KAFKA";

    private static final String EXAMPLE = "jdbc:postgresql://host:5432/postgres?user=admin&password=secret";

    private External() {}

    static Optional<DatabaseServer> databases(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(DATABASE)).filter(url -> !url.isBlank()).map(External::parse);
    }

    static Optional<MessageServer> messages(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(KAFKA)).filter(servers -> !servers.isBlank())
                .map(servers -> new MessageServer(Platform.Origin.EXTERNAL, servers.strip(), External::leaveRunning));
    }

    private static DatabaseServer parse(String url) {
        var uri = uri(url.strip());
        Map<String, String> options = options(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        String user = options.remove("user");
        String password = options.remove("password");
        if (uri.getRawAuthority() == null || user == null || password == null) {
            throw wrong();
        }
        String rest = options.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("&"));
        return new DatabaseServer(Platform.Origin.EXTERNAL, uri.getRawAuthority(), rest.isEmpty() ? "" : "?" + rest,
                decoded(user),
                decoded(password), External::leaveRunning);
    }

    private static URI uri(String url) {
        if (!url.startsWith("jdbc:postgresql://")) {
            throw wrong();
        }
        try {
            return new URI(url.substring("jdbc:".length()));
        } catch (URISyntaxException e) {
            throw wrong();
        }
    }

    private static Map<String, String> options(String query) {
        var options = new LinkedHashMap<String, String>();
        for (String option : query.split("&", -1)) {
            int equals = option.indexOf('=');
            if (equals > 0) {
                options.put(option.substring(0, equals), option.substring(equals + 1));
            }
        }
        return options;
    }

    private static String decoded(String value) {
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    /** Does not repeat the value: it may hold a password. */
    private static PlatformUnavailable wrong() {
        return new PlatformUnavailable(DATABASE + " is not of the form " + EXAMPLE);
    }

    private static void leaveRunning() {
        // Not ours to stop.
    }
}
