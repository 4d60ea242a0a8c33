package io.planshare.kit.testing;

import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

import io.planshare.platform.Platform;

/** Has no members: two of them are equal, so that contexts are shared. */
record TestPlatform() implements ContextCustomizer {

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
        var platform = Platform.shared();
        var database = platform.freshDatabase("test");
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test platform", Map.of(
                "planshare.db.url", database.url(),
                "planshare.db.owner-user", database.ownerUser(),
                "planshare.db.owner-password", database.ownerPassword(),
                "planshare.db.app-user", database.appUser(),
                "planshare.db.app-password", database.appPassword(),
                "spring.kafka.bootstrap-servers", platform.bootstrapServers(),
                "planshare.kafka.prefix", database.appUser().replace("_app", "-").replace('_', '-'),
                "planshare.security.issuer", Tokens.ISSUER,
                "planshare.security.jwk-set-uri", Tokens.jwkSetUri())));
    }
}
