package io.planshare.charging;

import java.util.ArrayList;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class ApiDescriptionTest {

    @Autowired
    private Api api;

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
}
