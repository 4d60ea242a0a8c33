package io.planshare.kit.identifier;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

import io.planshare.kit.ConditionalOnService;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.ProtectedTraffic;

/** The keys and the operator's emergency traffic. */
@AutoConfiguration
@ConditionalOnService
@EnableConfigurationProperties({IdentifierSettings.class, EmergencySettings.class})
class IdentifierAutoConfiguration {

    IdentifierAutoConfiguration(IdentifierSettings settings, Environment environment) {
        if (settings.isForDevelopment() && environment.acceptsProfiles(Profiles.of("prod"))) {
            throw new IllegalStateException("The keys of planshare.identifiers are the known ones for development:"
                    + " set hmac-keys, current-hmac-key, vault-keys and current-vault-key before you go to production");
        }
    }

    @Bean
    @ConditionalOnMissingBean
    IdentifierKeys identifierKeys(IdentifierSettings settings) {
        return new IdentifierKeys(settings.currentHmacKey(), settings.hmacKeyBytes());
    }

    @Bean
    @ConditionalOnMissingBean
    IdentifierVault identifierVault(IdentifierSettings settings) {
        return new IdentifierVault(settings.currentVaultKey(), settings.vaultKeyBytes());
    }

    @Bean
    @ConditionalOnMissingBean
    ProtectedTraffic protectedTraffic(EmergencySettings settings) {
        return new ProtectedTraffic(settings.ratingGroups(), settings.dnns());
    }
}
