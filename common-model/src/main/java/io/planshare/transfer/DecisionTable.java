package io.planshare.transfer;

import static io.planshare.transfer.DecisionTable.Cell.ALLOW;
import static io.planshare.transfer.DecisionTable.Cell.DEFER;
import static io.planshare.transfer.DecisionTable.Cell.DEFER_TO_RESET;
import static io.planshare.transfer.DecisionTable.Cell.DENY;
import static io.planshare.transfer.DecisionTable.Cell.IF_BELOW_PACE;
import static io.planshare.transfer.DecisionTable.Cell.IF_IT_FITS;
import static io.planshare.transfer.DecisionTable.Cell.IF_OVERAGE_PERMITTED;
import static io.planshare.transfer.DecisionTable.Cell.IF_ROAMING_CONSENTED;
import static io.planshare.transfer.DecisionTable.Cell.IF_ROAMING_CONSENTED_ELSE_ASK;

/** The 30 cells of spec S2 (3). */
public final class DecisionTable {

    /** What a cell says; see {@link Admission} for how each is tested. */
    public enum Cell {
        ALLOW,
        /** Its size is no more than what is left, less what others were admitted for. */
        IF_IT_FITS,
        /** The forecast with it does not rise above the line that uses the threshold up at the reset. */
        IF_BELOW_PACE,
        IF_OVERAGE_PERMITTED,
        IF_ROAMING_CONSENTED,
        IF_ROAMING_CONSENTED_ELSE_ASK,
        DEFER,
        DEFER_TO_RESET,
        DENY
    }

    private DecisionTable() {}

    public static Cell cell(Priority priority, ConnectionClass connection) {
        return switch (priority) {
            case REALTIME -> switch (connection) {
                case FREE, OK, NEAR, CONGESTED -> ALLOW;
                case OVER -> IF_OVERAGE_PERMITTED;
                case ROAM -> IF_ROAMING_CONSENTED;
            };
            case HIGH -> switch (connection) {
                case FREE, OK, CONGESTED -> ALLOW;
                case NEAR -> IF_IT_FITS;
                case OVER -> DEFER_TO_RESET;
                case ROAM -> IF_ROAMING_CONSENTED_ELSE_ASK;
            };
            case NORMAL -> switch (connection) {
                case FREE -> ALLOW;
                case OK -> IF_IT_FITS;
                case NEAR, ROAM, CONGESTED -> DEFER;
                case OVER -> DENY;
            };
            case LOW -> switch (connection) {
                case FREE -> ALLOW;
                case OK -> IF_BELOW_PACE;
                case NEAR, CONGESTED -> DEFER;
                case OVER, ROAM -> DENY;
            };
            case OPPORTUNISTIC -> switch (connection) {
                case FREE -> ALLOW;
                case OK, NEAR, CONGESTED -> DEFER;
                case OVER, ROAM -> DENY;
            };
        };
    }
}
