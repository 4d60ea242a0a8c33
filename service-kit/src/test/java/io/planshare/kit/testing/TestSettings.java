package io.planshare.kit.testing;

import java.util.LinkedHashMap;
import java.util.Map;

import io.planshare.platform.Platform;

/** What a service must be told to run in a test: for those tests that start it themselves. */
public final class TestSettings {

    private TestSettings() {}

    /** With a database of its own; the map may be changed. */
    public static Map<String, String> fresh() {
        var platform = Platform.shared();
        var database = platform.freshDatabase("test");
        var settings = new LinkedHashMap<String, String>();
        settings.put("planshare.db.url", database.url());
        settings.put("planshare.db.owner-user", database.ownerUser());
        settings.put("planshare.db.owner-password", database.ownerPassword());
        settings.put("planshare.db.app-user", database.appUser());
        settings.put("planshare.db.app-password", database.appPassword());
        settings.put("spring.kafka.bootstrap-servers", platform.bootstrapServers());
        // The broker is shared, its topics are not.
        settings.put("planshare.kafka.prefix", database.appUser().replace("_app", "-").replace('_', '-'));
        settings.put("planshare.security.issuer", Tokens.ISSUER);
        settings.put("planshare.security.jwk-set-uri", Tokens.jwkSetUri());
        return settings;
    }

    /** As a program takes them. */
    public static String[] arguments(Map<String, String> settings) {
        return settings.entrySet().stream().map(it -> "--" + it.getKey() + "=" + it.getValue()).toArray(String[]::new);
    }
}
