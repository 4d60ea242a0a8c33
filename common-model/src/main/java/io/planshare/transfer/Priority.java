package io.planshare.transfer;

/** How urgent an application says a transfer is; the most urgent first. */
public enum Priority {
    REALTIME, HIGH, NORMAL, LOW, OPPORTUNISTIC;

    /** What may start over a dearer connection when its own is lost. */
    public boolean isHigh() {
        return this == REALTIME || this == HIGH;
    }

    /** One class more urgent, as a near deadline makes LOW and NORMAL (spec S2 rule 4); others stay. */
    Priority raised() {
        return switch (this) {
            case LOW -> NORMAL;
            case NORMAL -> HIGH;
            case REALTIME, HIGH, OPPORTUNISTIC -> this;
        };
    }
}
