package io.planshare.charging.nchf;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Finds the operations of 3GPP's faces before all others are looked at: where a path has variables, Spring compares it with
 * each operation there is, and the network calls these few thousands of times a second.
 */
@Configuration(proxyBeanMethods = false)
class NchfMapping {

    @Bean
    RequestMappingHandlerMapping nchfHandlerMapping() {
        var mapping = new RequestMappingHandlerMapping() {
            @Override
            protected boolean isHandler(Class<?> type) {
                return type.getPackage() == NchfMapping.class.getPackage() && super.isHandler(type);
            }
        };
        mapping.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return mapping;
    }
}
