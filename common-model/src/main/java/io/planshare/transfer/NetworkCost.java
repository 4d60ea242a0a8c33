package io.planshare.transfer;

import java.time.Instant;
import java.time.ZoneId;

/** A connection in the words of Windows: the flags of NLM_CONNECTION_COST (netlistmgr.h). */
public final class NetworkCost {

    public static final int UNRESTRICTED = 0x1;
    public static final int FIXED = 0x2;
    public static final int VARIABLE = 0x4;
    public static final int OVERDATALIMIT = 0x10000;
    public static final int CONGESTED = 0x20000;
    public static final int ROAMING = 0x40000;
    public static final int APPROACHINGDATALIMIT = 0x80000;

    private NetworkCost() {}

    public static int flags(Connection connection, Instant now, ZoneId zone) {
        int flags = switch (connection.planned().costType()) {
            case UNRESTRICTED -> UNRESTRICTED;
            case FIXED -> FIXED;
            case VARIABLE -> VARIABLE;
        };
        for (var column : connection.classes(now, zone)) {
            flags |= switch (column) {
                case FREE, OK -> 0;
                case NEAR -> APPROACHINGDATALIMIT;
                case OVER -> OVERDATALIMIT;
                case ROAM -> ROAMING;
                case CONGESTED -> CONGESTED;
            };
        }
        return flags;
    }
}
