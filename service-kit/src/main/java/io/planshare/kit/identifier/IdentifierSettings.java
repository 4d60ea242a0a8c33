package io.planshare.kit.identifier;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys for identifiers of people. Nothing set: known keys for development, with which nothing starts under the
 * profile {@code prod}.
 *
 * @param hmacKeys by key id, in base64, at least 32 bytes each: the same in all services; the current one and, until
 *            everything is published again, the previous
 * @param currentHmacKey the id of the key for new HMACs
 * @param vaultKeys by key id, in base64, 32 bytes each: this service's own; old ones stay as long as rows need them
 * @param currentVaultKey the id of the key for new rows
 */
@ConfigurationProperties("planshare.identifiers")
record IdentifierSettings(@DefaultValue Map<String, String> hmacKeys, @DefaultValue(DEVELOPMENT) String currentHmacKey,
        @DefaultValue Map<String, String> vaultKeys, @DefaultValue(DEVELOPMENT) String currentVaultKey) {

    static final String DEVELOPMENT = "development";
    private static final byte[] DEVELOPMENT_KEY = new byte[32];

    static {
        for (int i = 0; i < DEVELOPMENT_KEY.length; i++)
            DEVELOPMENT_KEY[i] = (byte) (i + 1);
    }

    Map<String, byte[]> hmacKeyBytes() {
        return bytes("hmac-keys", hmacKeys);
    }

    Map<String, byte[]> vaultKeyBytes() {
        return bytes("vault-keys", vaultKeys);
    }

    boolean isForDevelopment() {
        return hmacKeys.isEmpty() || vaultKeys.isEmpty() || holdsDevelopmentKey(hmacKeys)
                || holdsDevelopmentKey(vaultKeys);
    }

    private static boolean holdsDevelopmentKey(Map<String, String> keys) {
        return keys.containsValue(Base64.getEncoder().encodeToString(DEVELOPMENT_KEY));
    }

    private static Map<String, byte[]> bytes(String property, Map<String, String> keys) {
        if (keys.isEmpty()) return Map.of(DEVELOPMENT, DEVELOPMENT_KEY.clone());
        var bytes = new LinkedHashMap<String, byte[]>();
        keys.forEach((id, key) -> bytes.put(id, decoded(property, id, key)));
        return bytes;
    }

    private static byte[] decoded(String property, String id, String key) {
        try {
            return Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            // Without the cause: its message shows a part of the key.
            throw new IllegalStateException("planshare.identifiers." + property + "." + id + " is not base64");
        }
    }

    @Override
    public String toString() {
        return "IdentifierSettings[hmac " + hmacKeys.keySet() + ", vault " + vaultKeys.keySet() + "]";
    }
}
