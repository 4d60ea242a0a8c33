package io.planshare.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;
import io.planshare.model.Units;

/** What quota-service tells about SIM groups: what a card may still use, and what is noticed about a group (spec S8). */
public sealed interface SimGroupEvent extends Event {

    /**
     * The whole state of one card in its group. A card that left has no allowances and no bar.
     *
     * @param groupId the group that the card is in, or was in last
     * @param allowances what the group may use, by the time of use
     * @param bar what is done to the card now; null when nothing is
     * @param changedAt when quota decided so
     */
    record SimGroupCardChanged(SimCardId simCardId, long version, SimGroupId groupId, List<GroupAllowance> allowances,
            @Nullable CardBar bar, Instant changedAt) implements SimGroupEvent, StateEvent {
        public SimGroupCardChanged {
            allowances = List.copyOf(allowances);
        }

        @Override
        public String key() {
            return simCardId.toString();
        }

        /** Whether it may send and receive nothing but emergency traffic. */
        public boolean deniesTraffic() {
            return bar != null && bar.action().deniesTraffic();
        }
    }

    /**
     * What all cards of a group may use together in a while.
     *
     * @param limit octets of the group; null for an unlimited one, whose use is counted all the same
     * @param keptBack octets of it that this card leaves to the others: its first threshold
     */
    record GroupAllowance(Interval during, @Nullable Units limit, Units keptBack) {}

    /** @param throttleKbps to how many kbit/s; for THROTTLE alone */
    record CardBar(BarAction action, @Nullable Integer throttleKbps, Instant since) {}

    /** How a card is restricted. Emergency traffic passes in each case. */
    enum BarAction {
        /** The packet service is off. */
        BLOCK,
        /** Slowed down; neither denied nor barred. */
        THROTTLE,
        /** As BLOCK, and the device is told that emergency traffic goes through. */
        EMERGENCY_ONLY;

        public boolean deniesTraffic() {
            return this != THROTTLE;
        }
    }

    /**
     * Something that people want to know about a group.
     *
     * @param remaining what was left then; null for an unlimited group
     * @param basis what that was taken from
     * @param simCardIds the cards it is about; empty when it is about the group
     */
    record SimGroupNoticed(UUID noticeId, SimGroupId groupId, AccountId accountId, Notice notice,
            @Nullable Units remaining, Basis basis, List<SimCardId> simCardIds, @Nullable Duration dataAge,
            Instant occurredAt) implements SimGroupEvent {
        public SimGroupNoticed {
            simCardIds = List.copyOf(simCardIds);
        }

        @Override
        public String key() {
            return groupId.toString();
        }
    }

    enum Notice {
        /** The carrier's count and ours differ by more than 5 %. */
        REMAINING_CHANGED,
        /** 75 % are used. */
        WARNED_75,
        /** 95 % are used. */
        WARNED_95,
        RESTRICTED,
        LIFTED,
        RESET,
        /** What is known of the group is older than it may be. */
        STALE,
        /** A device was told to stop, or to go on after that. */
        INSTRUCTION_ISSUED,
        /** Somebody sent a report in a device's name that the device did not sign. */
        REPORT_FORGED
    }

    /** Where the remaining allowance was taken from. */
    enum Basis {
        /** The carrier's own count. */
        CARRIER,
        /** The allowance less what was metered. */
        METERED,
        /** As METERED, less what was probably used since the last report. */
        ESTIMATED
    }
}
