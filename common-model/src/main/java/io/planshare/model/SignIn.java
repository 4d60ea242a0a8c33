package io.planshare.model;

/** A user was, or is, signed in to a device. */
public record SignIn(PartyId userPartyId, Interval during) {}
