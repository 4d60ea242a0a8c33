package io.planshare.model;

/** Who pays for traffic of a device at an instant, or why nobody does (spec S1, rules 1-6). */
public sealed interface PayerResolution {

    /** Emergency and eCall: the operator bears it, at no charge. */
    record Emergency() implements PayerResolution {}

    /** Nobody may use this now. */
    record Denied(Reason reason) implements PayerResolution {
        public enum Reason {
            /** The device is restricted (R3 or R4). */
            RESTRICTED,
            /** No active enrollment pays for it and the device's fallback blocks it. */
            NO_PAYER
        }
    }

    /** This enrollment's subscription pays. */
    record Paid(EnrolledPayer payer, String capability, Reason reason) implements PayerResolution {
        public enum Reason {
            CAPABILITY, FALLBACK_SPONSOR, FALLBACK_DEFAULT_ENROLLMENT
        }
    }
}
