package io.planshare.suite.issuer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The page on which a demo user logs in. */
@RestController
class LoginPage {
    private final String page;

    LoginPage() throws IOException {
        page = new ClassPathResource("login.html", LoginPage.class).getContentAsString(StandardCharsets.UTF_8)
                .replace("{{users}}", users());
    }

    @GetMapping(path = "/login", produces = MediaType.TEXT_HTML_VALUE)
    String show(CsrfToken token, @RequestParam(name = "error", required = false) @Nullable String error) {
        return page
                .replace("{{csrf}}", HtmlUtils.htmlEscape(token.getToken()))
                .replace("{{csrf-name}}", HtmlUtils.htmlEscape(token.getParameterName()))
                .replace("{{refused}}", error == null ? "hidden" : "");
    }

    private static String users() {
        return Arrays.stream(DemoUser.values())
                .map(user -> """
                             <button type="button" data-user="%s" data-password="%s"><b>%s</b> <code>%s</code></button>
                             """.formatted(user.login(), user.password(), user.login(), user.password()))
                .collect(Collectors.joining());
    }
}
