package io.planshare.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.ClassUtils;

/** The settings that every service starts from; anything else that sets one of them wins. */
final class KitDefaults {

    private static final String FILE = "io/planshare/kit/defaults.properties";
    private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)*-service");

    /** What other applications on the suite's one classpath bring and a service must not run. */
    private static final List<String> NOT_OURS = List.of(
            "org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration");

    private KitDefaults() {}

    static Map<String, Object> of(String service) {
        if (!NAME.matcher(service).matches()) {
            throw new IllegalArgumentException("a service is named like charging-service, not " + service);
        }
        var defaults = new TreeMap<String, Object>();
        var file = load();
        file.stringPropertyNames().forEach(name -> defaults.put(name, file.getProperty(name)));
        defaults.put(PlanshareApplication.SERVICE, service);
        defaults.put("planshare.service-stem", service.substring(0, service.length() - "-service".length()));
        defaults.put("spring.autoconfigure.exclude", NOT_OURS.stream()
                .filter(name -> ClassUtils.isPresent(name, KitDefaults.class.getClassLoader()))
                .collect(Collectors.joining(",")));
        return defaults;
    }

    private static Properties load() {
        try {
            return PropertiesLoaderUtils.loadProperties(new ClassPathResource(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
