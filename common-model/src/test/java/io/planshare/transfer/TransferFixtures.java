package io.planshare.transfer;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Id;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.Units;
import io.planshare.transfer.TransferRequest.Direction;

/** A plan of a gigabyte, and transfers that want to use it. */
final class TransferFixtures {

    static final Instant NOW = Instant.parse("2026-11-10T12:00:00Z");
    static final Instant RESET = Instant.parse("2026-12-01T00:00:00Z");
    static final ZoneId ZONE = ZoneOffset.UTC;
    static final Units GIB = mib(1024);
    static final TransferTerms CONSENTED = new TransferTerms(true, true, false);

    private TransferFixtures() {}

    static Units mib(long count) {
        return Units.of(count * 1024 * 1024);
    }

    static PlannedConnection wifi() {
        return new PlannedConnection("wifi", ConnectionType.WIFI, null, CostType.UNRESTRICTED, null, 80,
                LimitBehavior.BILLED, null, List.of(), Set.of());
    }

    static PlannedConnection cellular() {
        return cellular("cellular", LimitBehavior.BILLED, List.of(), Set.of());
    }

    static PlannedConnection cellular(String name, LimitBehavior behavior, List<PeakWindow> peaks, Set<String> zones) {
        return new PlannedConnection(name, ConnectionType.CELLULAR, null, CostType.FIXED, GIB, 80, behavior,
                new UnitPrice(new BigDecimal("0.2"), 1_000_000), peaks, zones);
    }

    static ConnectionState up(String connection) {
        return new ConnectionState(connection, true, false, false, null, 1_000_000L, NOW);
    }

    static Connection connection(PlannedConnection planned, Units used, Units forecast, Units room) {
        var meter = planned.hasThreshold() ? new Meter(GIB, used, room, forecast, Map.of()) : Meter.UNLIMITED;
        return new Connection(planned, up(planned.name()), meter);
    }

    /** Free, of course. */
    static Connection freeWifi() {
        return connection(wifi(), Units.ZERO, Units.ZERO, Units.MAX);
    }

    /** With so much used, nothing more expected, all the rest to be had. */
    static Connection cellularWith(long usedMib) {
        return connection(cellular(), mib(usedMib), mib(usedMib), mib(1024 - usedMib));
    }

    static Connection absent(Connection of) {
        return new Connection(of.planned(), ConnectionState.absent(of.name(), NOW), of.meter());
    }

    static Connection seen(Connection of, boolean roaming, boolean congested, @Nullable String network) {
        return new Connection(of.planned(),
                new ConnectionState(of.name(), true, roaming, congested, network, 1_000_000L, NOW), of.meter());
    }

    /** A connection that is in this one column of the table. */
    static Connection in(ConnectionClass column) {
        return switch (column) {
            case FREE -> freeWifi();
            case OK -> connection(cellular(), mib(100), mib(200), mib(50));
            case NEAR -> connection(cellular(), mib(900), mib(900), mib(50));
            case OVER -> connection(cellular(), GIB, GIB, Units.ZERO);
            case ROAM -> seen(freeWifi(), true, false, null);
            case CONGESTED -> seen(freeWifi(), false, true, null);
        };
    }

    static Situation situation(TransferTerms terms, Connection... connections) {
        return new Situation(NOW, ZONE, RESET, terms, RestrictionLevel.NONE, false, List.of(connections));
    }

    static TransferRequest request(Priority priority, @Nullable Units size) {
        return request(priority, size, null);
    }

    static TransferRequest request(Priority priority, @Nullable Units size, @Nullable Instant deadline) {
        return new TransferRequest(Id.next(), "app", Direction.DOWNLOAD, size, priority, null, deadline, true, NOW);
    }

    static TransferRequest of(String app, Priority priority, Units size) {
        return new TransferRequest(Id.next(), app, Direction.DOWNLOAD, size, priority, null, null, true, NOW);
    }

    static Decision decide(TransferRequest request, TransferTerms terms, Connection... connections) {
        return decide(PendingTransfer.fresh(request), situation(terms, connections));
    }

    static Decision decide(PendingTransfer transfer, Situation situation) {
        return decideAll(List.of(transfer), situation).values().iterator().next();
    }

    static Map<UUID, Decision> decideAll(List<PendingTransfer> transfers, Situation situation) {
        return Admission.decide(transfers, situation);
    }

    /** As the table of the tests writes it. */
    static String text(@Nullable Decision decision) {
        return switch (decision) {
            case null -> "NONE";
            case Decision.Allow _ -> "ALLOW";
            case Decision.Defer(var reason, _, _) -> "DEFER " + reason;
            case Decision.Deny(var reason) -> "DENY " + reason;
        };
    }
}
