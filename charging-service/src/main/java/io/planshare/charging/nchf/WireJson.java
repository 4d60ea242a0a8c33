package io.planshare.charging.nchf;

import tools.jackson.databind.json.JsonMapper;

/** Writes answers; apart from the service's own mapper, whose settings are made for our own API. */
final class WireJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private WireJson() {}

    static byte[] bytes(Object answer) {
        return JSON.writeValueAsBytes(answer);
    }
}
