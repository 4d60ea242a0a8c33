package io.planshare.kit.thing;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/** The description says what a client must know: how to log in, what each operation needs, and how it can refuse. */
@ServiceTest
class OpenApiTest {

    @Autowired
    Api api;
    JsonNode description;

    @BeforeEach
    void read() {
        description = api.get("/v3/api-docs").body();
    }

    @Test
    void It_is_OpenAPI_3_1_under_the_service_name() {
        assertThat(description.at("/openapi").asString()).startsWith("3.1");
        assertThat(description.at("/info/title").asString()).isEqualTo("Planshare thing service");
    }

    @Test
    void The_login_leads_to_the_issuer() {
        var code = description.at("/components/securitySchemes/oauth2/flows/authorizationCode");
        assertThat(code.at("/authorizationUrl").asString()).isEqualTo(Tokens.ISSUER + "/oauth2/authorize");
        assertThat(code.at("/tokenUrl").asString()).isEqualTo(Tokens.ISSUER + "/oauth2/token");
        assertThat(code.at("/scopes").propertyNames()).contains("thing:read", "thing:write");
        assertThat(description.at("/components/securitySchemes/oauth2/flows/clientCredentials/tokenUrl").asString())
                .isEqualTo(Tokens.ISSUER + "/oauth2/token");
    }

    @Test
    void Each_operation_names_its_scope_and_its_problems() {
        var get = description.at("/paths/~1v1~1things~1{id}/get");
        assertThat(get.at("/security/0/oauth2/0").asString()).isEqualTo("thing:read");
        assertThat(get.get("responses").propertyNames()).contains("200", "400", "401", "403", "404", "503")
                .doesNotContain("409", "422");
        var post = description.at("/paths/~1v1~1things~1paid/post");
        assertThat(post.at("/security/0/oauth2/0").asString()).isEqualTo("thing:write");
        assertThat(post.get("responses").propertyNames()).contains("400", "401", "403", "409", "413", "422", "503");
        assertThat(description.at("/paths/~1v1~1things~1{id}/put/responses").propertyNames()).contains("412", "428");
        var content = post.at("/responses/422/content/application~1problem+json");
        assertThat(content.at("/schema/$ref").asString()).isEqualTo("#/components/schemas/Problem");
        assertThat(content.at("/example/type").asString()).startsWith("urn:planshare:problem:");
        assertThat(description.at("/components/schemas/Problem/properties/status/type").asString())
                .isEqualTo("integer");
    }

    @Test
    void Keys_and_cursors_are_described() {
        assertThat(parameter("/paths/~1v1~1things~1paid/post", "Idempotency-Key").at("/required").asBoolean()).isTrue();
        assertThat(parameter("/paths/~1v1~1things/post", "Idempotency-Key").at("/required").asBoolean()).isFalse();
        assertThat(parameter("/paths/~1v1~1things/get", "limit").at("/schema/type").asString()).isEqualTo("integer");
        assertThat(parameter("/paths/~1v1~1things/get", "after").at("/schema/type").asString()).isEqualTo("string");
        assertThat(description.at("/paths/~1v1~1things/get/parameters").size()).isEqualTo(2);
    }

    @Test
    void Ids_and_identifiers_are_plain_strings() {
        assertThat(description.at("/components/schemas/NewThing/properties/deviceId").toString()).contains("\"uuid\"");
        assertThat(description.at("/components/schemas/Part/properties/imei/type").asString()).isEqualTo("string");
        assertThat(parameter("/paths/~1v1~1things~1{id}/get", "id").at("/schema/type").asString()).isEqualTo("string");
    }

    @Test
    void Swagger_UI_logs_in_as_a_public_client_with_PKCE() {
        assertThat(api.get("/swagger-ui.html").header("Location")).contains("/swagger-ui/index.html");
        var start = api.get("/swagger-ui/swagger-initializer.js").raw();
        assertThat(start).contains("\"clientId\":\"swagger-ui\"", "\"usePkceWithAuthorizationCodeGrant\":true",
                "thing:read").doesNotContain("clientSecret", "petstore");
        var config = api.get("/v3/api-docs/swagger-config").body();
        assertThat(config.at("/oauth2RedirectUrl").asString()).endsWith("/swagger-ui/oauth2-redirect.html");
        assertThat(List.of(api.get("/swagger-ui/index.html").status(),
                api.get("/swagger-ui/oauth2-redirect.html").status()))
                .containsOnly(200);
    }

    private JsonNode parameter(String operation, String name) {
        for (var parameter : description.at(operation + "/parameters")) {
            if (parameter.at("/name").asString().equals(name)) return parameter;
        }
        throw new AssertionError("no parameter " + name + " in " + operation);
    }
}
