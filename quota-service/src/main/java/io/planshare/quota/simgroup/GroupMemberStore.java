package io.planshare.quota.simgroup;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.kit.identifier.IdentifierVault;
import io.planshare.kit.page.Cursor;
import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;

import static java.time.ZoneOffset.UTC;
import static java.util.Objects.requireNonNull;

/** The table sim_group_card, as far as it counts; every write under the group's lock. */
@Repository
class GroupMemberStore {

    /** A rate halves in ln 2 of this. */
    static final long RATE_FADES_SECONDS = 600;

    private static final String RATE_NOW = """
                                           rate * exp(-greatest(0, extract(epoch FROM :now::timestamptz - rate_at)) / %d)
                                           """
            .formatted(RATE_FADES_SECONDS);

    private final JdbcClient jdbc;
    private final IdentifierKeys keys;
    private final IdentifierVault vault;

    GroupMemberStore(JdbcClient jdbc, IdentifierKeys keys, IdentifierVault vault) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.vault = vault;
    }

    /** A member, and its number. */
    record Listed(GroupMember member, Iccid iccid) {}

    /** Where a card is now. */
    record Place(SimGroupId groupId, GroupMember.Carrier carrier) {}

    /** @return those that joined: one that is in a group already stays there */
    Set<Iccid> join(SimGroupId group, Collection<NewMember.Named> members, Instant now) {
        var byHmac = new TreeMap<String, NewMember.Named>();
        members.forEach(member -> byHmac.put(keys.of(member.asked().iccid()).value(), member));
        rekey(byHmac);
        var joining = byHmac.values();
        return jdbc
                .sql("""
                     INSERT INTO sim_group_card (sim_card_id, sim_group_id, carrier, iccid_hmac, iccid_sealed, device_id, priority,
                         exempt, joined_at, rate_at)
                     SELECT card, :group, carrier, hmac, sealed, device, priority, exempt, :now::timestamptz, :now::timestamptz
                     FROM unnest(:cards::uuid[], :carriers::text[], :hmacs::text[], :sealed::bytea[], :devices::uuid[],
                         :priorities::int[], :exempts::boolean[]) AS joining (card, carrier, hmac, sealed, device, priority, exempt)
                     ON CONFLICT (iccid_hmac) DO UPDATE SET sim_group_id = excluded.sim_group_id, device_id = excluded.device_id,
                         priority = excluded.priority, exempt = excluded.exempt, joined_at = excluded.joined_at, left_at = NULL,
                         used = 0, restricted_since = NULL, reported_at = NULL
                     WHERE sim_group_card.left_at IS NOT NULL
                     RETURNING iccid_hmac""")
                .param("group", group.value()).param("now", now.atOffset(UTC))
                .param("cards", joining.stream().map(it -> it.simCardId().value()).toArray(UUID[]::new))
                .param("carriers", joining.stream().map(it -> it.asked().carrier().name()).toArray(String[]::new))
                .param("hmacs", byHmac.keySet().toArray(String[]::new))
                .param("sealed", joining.stream().map(it -> vault.seal(it.asked().iccid())).toArray(byte[][]::new))
                .param("devices", joining.stream().map(it -> id(it.asked().deviceId())).toArray(UUID[]::new))
                .param("priorities", joining.stream().map(it -> it.asked().priority()).toArray(Integer[]::new))
                .param("exempts", joining.stream().map(it -> it.asked().exempt()).toArray(Boolean[]::new))
                .query((row, _) -> requireNonNull(byHmac.get(row.getString(1))).asked().iccid()).list().stream()
                .collect(Collectors.toSet());
    }

    /** Cards that are known under the HMAC of a previous key are known under the current one's from now on. */
    private void rekey(Map<String, NewMember.Named> byHmac) {
        var currents = new TreeMap<String, String>();
        byHmac.forEach((current, member) -> keys.candidates(member.asked().iccid()).stream().skip(1)
                .forEach(previous -> currents.put(previous.value(), current)));
        if (currents.isEmpty()) return;
        jdbc.sql("""
                 UPDATE sim_group_card SET iccid_hmac = current
                 FROM unnest(:previous::text[], :currents::text[]) AS rekeyed (previous, current)
                 WHERE iccid_hmac = previous
                   AND NOT EXISTS (SELECT FROM sim_group_card other WHERE other.iccid_hmac = current)""")
                .param("previous", currents.keySet().toArray(String[]::new))
                .param("currents", currents.values().toArray(String[]::new)).update();
    }

    private static @Nullable UUID id(@Nullable DeviceId device) {
        return device == null ? null : device.value();
    }

    boolean leave(SimGroupId group, SimCardId card, Instant now) {
        return jdbc.sql("""
                        UPDATE sim_group_card SET left_at = :now, restricted_since = NULL
                        WHERE sim_card_id = :card AND sim_group_id = :group AND left_at IS NULL""")
                .param("card", card.value()).param("group", group.value()).param("now", now.atOffset(UTC))
                .update() == 1;
    }

    List<GroupMember> members(SimGroupId group, Instant now) {
        return jdbc
                .sql("SELECT *, " + RATE_NOW
                        + """
                          AS rate_now FROM sim_group_card WHERE sim_group_id = :group AND left_at IS NULL
                          ORDER BY sim_card_id""")
                .param("group", group.value()).param("now", now.atOffset(UTC)).query((row, _) -> member(row)).list();
    }

    /** One more than the page holds, by id. */
    List<Listed> page(SimGroupId group, Instant now, Cursor cursor) {
        return jdbc
                .sql("SELECT *, " + RATE_NOW
                        + """
                          AS rate_now FROM sim_group_card WHERE sim_group_id = :group AND left_at IS NULL
                          AND (:after::uuid IS NULL OR sim_card_id > :after::uuid)
                          ORDER BY sim_card_id LIMIT :limit""")
                .param("group", group.value()).param("now", now.atOffset(UTC))
                .param("after", cursor.afterId().orElse(null)).param("limit", cursor.limit() + 1)
                .query((row, _) -> new Listed(member(row), Iccid.parse(vault.open(row.getBytes("iccid_sealed")))))
                .list();
    }

    /** The groups that these cards are in now. */
    Map<SimCardId, Place> placesOf(Collection<SimCardId> cards) {
        return places("sim_card_id = ANY (:keys::uuid[])", cards.stream().map(SimCardId::toString).toList()).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private List<Map.Entry<SimCardId, Place>> places(String such, List<String> keysOfCards) {
        return jdbc
                .sql("SELECT sim_card_id, sim_group_id, carrier FROM sim_group_card WHERE left_at IS NULL AND " + such)
                .param("keys", keysOfCards.toArray(String[]::new))
                .query((row, _) -> Map.entry(new SimCardId(row.getObject("sim_card_id", UUID.class)),
                        new Place(new SimGroupId(row.getObject("sim_group_id", UUID.class)),
                                GroupMember.Carrier.valueOf(row.getString("carrier")))))
                .list();
    }

    /**
     * A card that others charge.
     *
     * @param joinedAt when it came into the group that is asked about; null if it is not in there now
     */
    record Foreign(SimCardId simCardId, @Nullable Instant joinedAt) {}

    /** Cards that others charge, in a group now or once, by their numbers; any other is not in the answer. */
    Map<Iccid, Foreign> foreignCards(SimGroupId group, Collection<Iccid> iccids) {
        var wanted = new HashMap<String, Iccid>();
        iccids.forEach(iccid -> keys.candidates(iccid).forEach(hmac -> wanted.put(hmac.value(), iccid)));
        return jdbc
                .sql("""
                     SELECT iccid_hmac, sim_card_id,
                         CASE WHEN sim_group_id = :group AND left_at IS NULL THEN joined_at END AS joined_at
                     FROM sim_group_card WHERE carrier = 'FOREIGN' AND iccid_hmac = ANY (:hmacs)""")
                .param("group", group.value()).param("hmacs", wanted.keySet().toArray(String[]::new))
                .query((row, _) -> Map.entry(row.getString(1), foreign(row))).list().stream()
                .collect(Collectors.toMap(entry -> wanted.get(entry.getKey()), Map.Entry::getValue,
                        (a, b) -> a.joinedAt == null ? b : a));
    }

    private static Foreign foreign(ResultSet row) throws SQLException {
        var joined = row.getObject("joined_at", OffsetDateTime.class);
        return new Foreign(new SimCardId(row.getObject("sim_card_id", UUID.class)),
                joined == null ? null : joined.toInstant());
    }

    /** The card with this number, in a group now or once. */
    Optional<SimCardId> cardOf(Iccid iccid) {
        return jdbc.sql("SELECT sim_card_id FROM sim_group_card WHERE iccid_hmac = ANY (:hmacs)")
                .param("hmacs", keys.candidates(iccid).stream().map(hmac -> hmac.value()).toArray(String[]::new))
                .query((row, _) -> new SimCardId(row.getObject(1, UUID.class))).list().stream().findFirst();
    }

    /** What a card used more: counted octets since the group's count began, and all of them for its rate. */
    record Used(SimCardId card, long counted, long octets, @Nullable DeviceId device, Instant until) {}

    /** @param uses one for each card */
    void use(Collection<Used> uses, Instant now) {
        jdbc.sql("UPDATE sim_group_card SET used = used + counted, rate = " + RATE_NOW + " + octets::float8 / "
                + RATE_FADES_SECONDS
                + """
                  , rate_at = greatest(rate_at, :now), reported_at = greatest(reported_at, until),
                     device_id = CASE WHEN reported_at > until THEN coalesce(device_id, device) ELSE coalesce(device, device_id) END
                  FROM unnest(:cards::uuid[], :counted::bigint[], :octets::bigint[], :devices::uuid[], :untils::timestamptz[])
                     AS more (card, counted, octets, device, until)
                  WHERE sim_card_id = card""")
                .param("now", now.atOffset(UTC))
                .param("cards", uses.stream().map(it -> it.card().value()).toArray(UUID[]::new))
                .param("counted", uses.stream().map(Used::counted).toArray(Long[]::new))
                .param("octets", uses.stream().map(Used::octets).toArray(Long[]::new))
                .param("devices", uses.stream().map(it -> id(it.device())).toArray(UUID[]::new))
                .param("untils", uses.stream().map(it -> it.until().toString()).toArray(String[]::new)).update();
    }

    void countAnew(SimGroupId group) {
        jdbc.sql("UPDATE sim_group_card SET used = 0 WHERE sim_group_id = :group AND left_at IS NULL AND used > 0")
                .param("group", group.value()).update();
    }

    double octetsPerSecond(SimGroupId group, Instant now) {
        return jdbc.sql("SELECT coalesce(sum(" + RATE_NOW
                + "), 0) FROM sim_group_card WHERE sim_group_id = :group AND left_at IS NULL")
                .param("group", group.value()).param("now", now.atOffset(UTC)).query(Double.class).single();
    }

    /**
     * The oldest last report of the group's foreign cards. A restricted one uses nothing, so what it told last holds, unless
     * that was too old when it was restricted. One that was silent for longer than the given instant has used up what
     * its device may use without asking, and counts no more; a new one counts from when it joined.
     */
    Optional<Instant> oldestReport(SimGroupId group, Instant silentSince) {
        return jdbc
                .sql("""
                     SELECT min(greatest(reported_at, joined_at)) FROM sim_group_card JOIN sim_group USING (sim_group_id)
                     WHERE sim_group_id = :group AND left_at IS NULL AND carrier = 'FOREIGN'
                       AND (restricted_since IS NULL OR greatest(reported_at, joined_at)
                           < restricted_since - max_age_ms * interval '1 millisecond')
                       AND greatest(reported_at, joined_at) > :since""")
                .param("group", group.value()).param("since", silentSince.atOffset(UTC))
                .query((row, _) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant))
                .single();
    }

    /** Those cards of the group are restricted from now on, and no other. */
    void restrict(SimGroupId group, Collection<SimCardId> restricted, Instant now) {
        jdbc.sql("""
                 UPDATE sim_group_card SET restricted_since =
                     CASE WHEN sim_card_id = ANY (:cards::uuid[]) THEN coalesce(restricted_since, :now::timestamptz) END
                 WHERE sim_group_id = :group AND left_at IS NULL
                   AND (restricted_since IS NOT NULL) <> (sim_card_id = ANY (:cards::uuid[]))""")
                .param("group", group.value()).param("now", now.atOffset(UTC))
                .param("cards", restricted.stream().map(SimCardId::value).toArray(UUID[]::new)).update();
    }

    private static GroupMember member(ResultSet row) throws SQLException {
        var device = row.getObject("device_id", UUID.class);
        var since = row.getObject("restricted_since", OffsetDateTime.class);
        return new GroupMember(new SimCardId(row.getObject("sim_card_id", UUID.class)),
                GroupMember.Carrier.valueOf(row.getString("carrier")), device == null ? null : new DeviceId(device),
                row.getInt("priority"), row.getBoolean("exempt"), row.getLong("used"), row.getDouble("rate_now"),
                since == null ? null : since.toInstant());
    }
}
