package io.planshare.charging.limit;

/** What the limits of an account's consumers do. */
public enum LimitMode {
    /** They stand where people set them. */
    OPEN,
    /** They move; together they never promise more than the account holds. */
    STRICT,
    /** They move; together they may promise somewhat more, because hardly ever all use all. */
    OVERSUBSCRIBED;

    public boolean moves() {
        return this != OPEN;
    }
}
