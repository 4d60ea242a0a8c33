package io.planshare.enrollment.identifier;

import java.util.Collection;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.kit.identifier.IdentifierVault;
import io.planshare.model.DeviceSerial;
import io.planshare.model.Eid;
import io.planshare.model.Eui64;
import io.planshare.model.Iccid;
import io.planshare.model.IdentifierHmac;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imei;
import io.planshare.model.Imsi;
import io.planshare.model.MacAddress;
import io.planshare.model.Msisdn;
import io.planshare.model.PersonalIdentifier;

/** Makes and recognises the stored form of identifiers. */
@Component
public class StoredIdentifiers {

    private final IdentifierKeys keys;
    private final IdentifierVault vault;
    private final JdbcClient jdbc;

    StoredIdentifiers(IdentifierKeys keys, IdentifierVault vault, JdbcClient jdbc) {
        this.keys = keys;
        this.vault = vault;
        this.jdbc = jdbc;
    }

    public StoredIdentifier stored(PersonalIdentifier identifier) {
        return new StoredIdentifier(identifier.kind(), keys.of(identifier), identifier.masked());
    }

    /** The clear value, encrypted: differs each time. */
    public byte[] seal(PersonalIdentifier identifier) {
        return vault.seal(identifier);
    }

    /** The HMACs under which a row may hold it: of the current key and of the previous ones. */
    public String[] candidates(PersonalIdentifier identifier) {
        return keys.candidates(identifier).stream().map(IdentifierHmac::value).toArray(String[]::new);
    }

    /** What {@link #candidates} would be for the identifier that was sealed: for read models under another key. */
    public List<IdentifierHmac> candidates(PersonalIdentifier.Kind kind, byte[] sealed) {
        return keys.candidates(opened(kind, vault.open(sealed)));
    }

    /**
     * Makes all who want to store one of these wait for each other until their transactions end, so that who looks and finds
     * none may store it. Unique indexes stand behind.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(Collection<StoredIdentifier> identifiers) {
        var hmacs = identifiers.stream().map(identifier -> identifier.hmac().value()).sorted().toArray(String[]::new);
        jdbc.sql("select count(pg_advisory_xact_lock(hashtextextended(hmac, 0)))"
                + " from (select unnest(cast(:hmacs as text[])) as hmac) ordered")
                .param("hmacs", hmacs).query(Long.class).single();
    }

    private static PersonalIdentifier opened(PersonalIdentifier.Kind kind, String value) {
        return switch (kind) {
            case IMEI -> new Imei(value);
            case IMSI -> new Imsi(value);
            case MSISDN -> new Msisdn(value);
            case ICCID -> new Iccid(value);
            case EID -> new Eid(value);
            case MAC -> new MacAddress(value);
            case EUI64 -> new Eui64(value);
            case SERIAL -> new DeviceSerial(value);
        };
    }
}
