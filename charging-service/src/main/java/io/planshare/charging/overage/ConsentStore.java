package io.planshare.charging.overage;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.overage.ConsentTerms.UnitPrice;
import io.planshare.model.AccountId;
import io.planshare.model.Money;
import io.planshare.model.PlanId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;

/** Rows of overage consents. */
@Repository
class ConsentStore {

    private final JdbcClient jdbc;
    private final OverageSettings settings;

    ConsentStore(JdbcClient jdbc, OverageSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** @param catalogueRevision at the time they were locked */
    record Locked(List<Consent> consents, long catalogueRevision) {}

    /** The consents of a batch, in the order of their ids, with the plans of those that pay by tariff. */
    Locked lock(Collection<SubscriptionId> payers) {
        var revision = new long[1];
        var consents = new ArrayList<Consent>();
        jdbc.sql("""
                 select c.*, s.account_id, s.plan_id, (select revision from catalogue_revision) as revision
                 from overage_consent c left join subscription s on s.subscription_id = c.subscription_id
                 where c.subscription_id = any(cast(:payers as uuid[]))
                 order by c.subscription_id for update of c""").param("payers", texts(payers)).query(row -> {
            revision[0] = row.getLong("revision");
            consents.add(consent(row));
        });
        return new Locked(consents, revision[0]);
    }

    void saveUse(List<OverageConsent> consents) {
        if (consents.isEmpty()) return;
        jdbc.sql("""
                 update overage_consent set used = changed.used, reserved = changed.reserved, version = version + 1
                 from unnest(cast(:ids as uuid[]), cast(:used as bigint[]), cast(:reserved as bigint[]))
                     as changed (id, used, reserved) where subscription_id = changed.id""")
                .param("ids", texts(consents, OverageConsent::subscriptionId))
                .param("used", longs(consents, c -> c.used().count()))
                .param("reserved", longs(consents, c -> c.reserved().count())).update();
    }

    Optional<StoredConsent> find(SubscriptionId subscription) {
        return jdbc.sql("select * from overage_consent where subscription_id = :id").param("id", subscription.value())
                .query((row, _) -> stored(row)).optional();
    }

    Optional<StoredConsent> lock(SubscriptionId subscription) {
        return jdbc.sql("select * from overage_consent where subscription_id = :id for update")
                .param("id", subscription.value()).query((row, _) -> stored(row)).optional();
    }

    /** False if there is one. */
    boolean insert(UUID consentId, SubscriptionId subscription, ConsentTerms terms) {
        return jdbc
                .sql("""
                     insert into overage_consent (subscription_id, unit, currency, price, price_size, limit_minor, used,
                         reserved, version, consent_id, roaming_limit_minor, roaming_unlimited)
                     values (:id, :unit, :currency, :price, :size, :limit, 0, 0, 1, :consent, :roaming, :unlimited)
                     on conflict (subscription_id) do nothing""").params(columns(consentId, subscription, terms))
                .update() == 1;
    }

    void update(UUID consentId, SubscriptionId subscription, ConsentTerms terms) {
        jdbc.sql("""
                 update overage_consent set unit = :unit, currency = :currency, price = :price, price_size = :size,
                     limit_minor = :limit, consent_id = :consent, roaming_limit_minor = :roaming,
                     roaming_unlimited = :unlimited, version = version + 1 where subscription_id = :id""")
                .params(columns(consentId, subscription, terms)).update();
    }

    /** Keeps terms for ever, for whoever has to show what was agreed to. */
    void keep(UUID consentId, SubscriptionId subscription, ConsentTerms terms, Instant now) {
        jdbc.sql("""
                 insert into overage_terms (consent_id, subscription_id, unit, currency, price, price_size, limit_minor,
                     roaming_limit_minor, roaming_unlimited, agreed_at)
                 values (:consent, :id, :unit, :currency, :price, :size, :limit, :roaming, :unlimited,
                     cast(:now as timestamptz))""").params(columns(consentId, subscription, terms))
                .param("now", now.toString()).update();
    }

    void delete(SubscriptionId subscription) {
        jdbc.sql("delete from overage_consent where subscription_id = :id").param("id", subscription.value()).update();
    }

    private static Map<String, @Nullable Object> columns(UUID consentId, SubscriptionId subscription,
            ConsentTerms terms) {
        var price = terms.price();
        var columns = new HashMap<String, @Nullable Object>();
        columns.put("consent", consentId);
        columns.put("id", subscription.value());
        columns.put("unit", price == null ? null : price.unit().name());
        columns.put("currency", terms.limit().currency());
        columns.put("price", price == null ? null : price.price());
        columns.put("size", price == null ? null : price.priceSize());
        columns.put("limit", terms.limit().amountMinor());
        columns.put("roaming", terms.roamingLimitMinor());
        columns.put("unlimited", terms.roamingUnlimited());
        return columns;
    }

    private Consent consent(ResultSet row) throws SQLException {
        var stored = stored(row);
        var own = stored.ownPrice();
        if (own != null) return own;
        var account = row.getObject("account_id", UUID.class);
        var plan = row.getObject("plan_id", UUID.class);
        var terms = stored.terms();
        var roaming = terms.roamingLimitMinor() == null ? settings.roamingLimitMinor() : terms.roamingLimitMinor();
        return new TariffConsent(stored.consentId(), stored.subscriptionId(),
                account == null ? null : new AccountId(account), plan == null ? null : new PlanId(plan),
                terms.limit(), terms.roamingUnlimited() ? null : roaming);
    }

    private static StoredConsent stored(ResultSet row) throws SQLException {
        var price = row.getBigDecimal("price");
        var terms = new ConsentTerms(price == null ? null : price(row, price),
                new Money(row.getLong("limit_minor"), row.getString("currency")),
                row.getObject("roaming_limit_minor", Long.class), row.getBoolean("roaming_unlimited"));
        return new StoredConsent(row.getObject("consent_id", UUID.class),
                new SubscriptionId(row.getObject("subscription_id", UUID.class)), terms, Units.of(row.getLong("used")),
                Units.of(row.getLong("reserved")), null);
    }

    private static UnitPrice price(ResultSet row, BigDecimal price) throws SQLException {
        return new UnitPrice(UnitType.valueOf(row.getString("unit")), price, row.getLong("price_size"));
    }
}
