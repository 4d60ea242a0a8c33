package io.planshare.charging.sharing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.ledger.Balance;
import io.planshare.charging.ledger.ConsumerAccount;
import io.planshare.charging.ledger.Membership;
import io.planshare.charging.ledger.ProviderAccount;
import io.planshare.charging.limit.LimitEpoch;
import io.planshare.charging.limit.LimitMode;
import io.planshare.charging.limit.Pool;
import io.planshare.charging.limit.Rate;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** Reads rows of provider and consumer accounts, the same wherever they are selected. */
public final class Rows {

    private Rows() {}

    public static ProviderAccount account(ResultSet row) throws SQLException {
        var packageId = row.getObject("package_id", UUID.class);
        return new ProviderAccount(new ProviderAccountId(row.getObject("provider_account_id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                packageId == null ? null : new PackageId(packageId), UnitType.valueOf(row.getString("unit")),
                Set.copyOf(Arrays.asList((Long[]) row.getArray("rating_groups").getArray())),
                new Interval(row.getTimestamp("valid_from").toInstant(), instant(row, "valid_to")),
                ProviderAccount.Status.valueOf(row.getString("status")), Units.of(row.getLong("owner_reserve")),
                row.getInt("audience"), LimitMode.valueOf(row.getString("limit_mode")),
                Units.of(row.getLong("floors_unmet")),
                new Balance(Units.of(row.getLong("granted")), Units.of(row.getLong("reserved")),
                        Units.of(row.getLong("consumed")), Units.of(row.getLong("expired")),
                        Units.of(row.getLong("withdrawn"))),
                row.getLong("version"));
    }

    /** Of consumer_in_force: with the limit that holds now. */
    public static ConsumerAccount consumer(ResultSet row) throws SQLException {
        var stored = stored(row);
        return row.getLong("epoch_number") == 0 ? stored : stored.in(epoch(row));
    }

    private static ConsumerAccount stored(ResultSet row) throws SQLException {
        var membership = new Membership(Units.of(row.getLong("floor_units")), units(row, "cap_units"),
                row.getInt("weight"), row.getBoolean("paused"), instant(row, "left_at"),
                rate(row),
                Units.of(row.getLong("lacking")));
        return new ConsumerAccount(new ProviderAccountId(row.getObject("provider_account_id", UUID.class)),
                new SubscriptionId(row.getObject("subscription_id", UUID.class)), units(row, "limit_units"),
                Units.of(row.getLong("consumed")), Units.of(row.getLong("reserved")), membership);
    }

    static Rate rate(ResultSet row) throws SQLException {
        var since = instant(row, "rate_since");
        var begun = since == null ? Instant.EPOCH : since;
        var at = instant(row, "rate_at");
        return at == null ? Rate.none(begun) : new Rate(row.getDouble("rate"), at, begun);
    }

    private static LimitEpoch epoch(ResultSet row) throws SQLException {
        return new LimitEpoch(row.getLong("epoch_number"), row.getTimestamp("computed_at").toInstant(),
                new Interval(row.getTimestamp("validity_from").toInstant(), instant(row, "validity_to")),
                Units.of(row.getLong("total")), Pool.Pace.valueOf(row.getString("pace")),
                Units.of(row.getLong("floors_free")), Units.of(row.getLong("floors_lacking")),
                row.getLong("need_level"), row.getLong("rest_level"));
    }

    /** A consumer whose limit stands still; only what decisions need. */
    public static ConsumerAccount standing(ResultSet row) throws SQLException {
        var limit = units(row, "limit_units");
        var membership = Membership.standing(limit, Units.of(row.getLong("floor_units")),
                row.getBoolean("paused"), instant(row, "left_at"));
        return new ConsumerAccount(new ProviderAccountId(row.getObject("provider_account_id", UUID.class)),
                new SubscriptionId(row.getObject("subscription_id", UUID.class)), limit,
                Units.of(row.getLong("consumed")), Units.of(row.getLong("reserved")), membership);
    }

    public static @Nullable Units units(ResultSet row, String column) throws SQLException {
        var count = row.getLong(column);
        return row.wasNull() ? null : Units.of(count);
    }

    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
