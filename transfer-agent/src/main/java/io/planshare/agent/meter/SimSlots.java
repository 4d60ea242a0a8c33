package io.planshare.agent.meter;

import java.nio.file.Path;
import java.util.Map;

import io.planshare.model.Iccid;

/**
 * What a device's meter is told by its settings.
 *
 * @param key a file with the device's private key, a JWK (EC, P-256); made if there is none, its public part beside it
 * as {@code .pub}, which the server must be told to trust
 * @param reportEvery seconds between reports
 * @param cards by connection: whose SIM card it uses
 */
public record SimSlots(Path key, int reportEvery, Map<String, Iccid> cards) {

    public SimSlots {
        cards = Map.copyOf(cards);
        if (reportEvery < 1) throw new IllegalArgumentException("reportEvery is 1 or more");
    }
}
