package io.planshare.model;

/** What an account counts. Every account counts one kind only (spec S7). */
public enum UnitType {
    OCTET,
    SECOND,
    EVENT,
    /** Minor units of the account's ISO 4217 currency. */
    MONEY
}
