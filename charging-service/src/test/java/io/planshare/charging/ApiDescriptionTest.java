package io.planshare.charging;

import java.util.ArrayList;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class ApiDescriptionTest {

    @Autowired
    private Api api;
    @Autowired
    private JdbcClient jdbc;

    @Test
    void every_operation_of_ours_says_what_it_does() {
        var description = api.get("/v3/api-docs");
        assertThat(description.status()).as(description.raw()).isEqualTo(200);
        var silent = new ArrayList<String>();
        var ours = new ArrayList<String>();
        description.body().path("paths").properties().stream().filter(path -> path.getKey().startsWith("/v1/"))
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    var name = operation.getKey() + " " + path.getKey();
                    ours.add(name);
                    var says = operation.getValue();
                    if (says.path("summary").asString("").isBlank() || says.path("description").asString("").isBlank())
                        silent.add(name);
                }));
        assertThat(ours).hasSizeGreaterThan(15);
        assertThat(silent).isEmpty();
    }

    @Test
    void units_and_ids_are_described_as_they_travel() {
        var account = api.get("/v3/api-docs").body().path("components").path("schemas").path("ProviderAccount")
                .path("properties");
        assertThat(account.path("id").path("format").asString("")).isEqualTo("uuid");
        assertThat(account.path("ownerReserve").path("type").asString("")).isEqualTo("integer");
    }

    @Test
    void the_example_of_opening_an_account_opens_one() {
        var example = api.get("/v3/api-docs").body().path("components").path("schemas").path("NewProviderAccount")
                .path("example");
        jdbc.sql(
                """
                insert into subscription values (cast(:id as uuid), 1, cast(:id as uuid), cast(:id as uuid), 'ACTIVE', :id,
                    null, null, 0)""")
                .param("id", example.path("consumers").path(0).path("subscriptionId").asString()).update();
        var answer = api.as("charging:write").freshKey().post("/v1/provider-accounts", example.toString());
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
    }
}
