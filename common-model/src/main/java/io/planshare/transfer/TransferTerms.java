package io.planshare.transfer;

/**
 * What the payer agreed to.
 *
 * @param overagePermitted realtime transfers may go on beyond the threshold and cost
 * @param roamingConsent urgent transfers may start while roaming
 * @param autoSwitch urgent transfers whose connection is lost take the next one without being asked
 */
public record TransferTerms(boolean overagePermitted, boolean roamingConsent, boolean autoSwitch) {

    public static final TransferTerms NONE = new TransferTerms(false, false, false);

    /** Without what a restriction of level R1 forbids. */
    TransferTerms withoutSpending() {
        return new TransferTerms(false, false, autoSwitch);
    }
}
