package io.planshare.kit.openapi;

import java.util.List;

import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.OAuthFlow;
import io.swagger.v3.oas.models.security.OAuthFlows;
import io.swagger.v3.oas.models.security.Scopes;
import io.swagger.v3.oas.models.security.SecurityScheme;

import io.planshare.kit.ConditionalOnService;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.security.ScopeRules;
import io.planshare.kit.security.SecuritySettings;

/** What the descriptions of all services have in common, and the login of Swagger UI. */
@AutoConfiguration(before = SpringDocConfiguration.class)
@ConditionalOnService
class OpenApiAutoConfiguration {

    static {
        // Its two parameters are described by KitOperation.
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Cursor.class);
    }

    /** A service that declares its own keeps its words; scopes and problems are added all the same. */
    @Bean
    @ConditionalOnMissingBean
    OpenAPI openApi(@Value("${planshare.service}") String service, SecuritySettings security, ScopeRules rules) {
        var words = service.replace('-', ' ');
        return new OpenAPI().info(new Info().title("Planshare " + words).version("v1"))
                .components(new Components().addSecuritySchemes(KitDescription.SCHEME, login(security, rules)));
    }

    @Bean
    KitDescription kitDescription(ScopeRules rules) {
        return new KitDescription(rules);
    }

    @Bean
    KitOperation kitOperation() {
        return new KitOperation();
    }

    /** Ticks the service's scopes in the login form. */
    @Bean
    SmartInitializingSingleton chosenScopes(ObjectProvider<SwaggerUiOAuthProperties> login, ScopeRules rules) {
        return () -> login.ifAvailable(form -> form.setScopes(List.copyOf(rules.scopes())));
    }

    private static SecurityScheme login(SecuritySettings security, ScopeRules rules) {
        var scopes = new Scopes();
        rules.scopes().forEach(scope -> scopes.addString(scope, scope));
        var authorize = security.issuerForBrowsers() + "/oauth2/authorize";
        var token = security.issuerForBrowsers() + "/oauth2/token";
        return new SecurityScheme().type(SecurityScheme.Type.OAUTH2).flows(new OAuthFlows()
                .authorizationCode(new OAuthFlow().authorizationUrl(authorize).tokenUrl(token).scopes(scopes))
                .clientCredentials(new OAuthFlow().tokenUrl(token).scopes(scopes)));
    }
}
