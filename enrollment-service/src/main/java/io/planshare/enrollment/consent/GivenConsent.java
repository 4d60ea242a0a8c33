package io.planshare.enrollment.consent;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.model.CapLimit;
import io.planshare.model.PartyId;

/** A consent as it is brought in: what it is about is known from where it is brought. */
public record GivenConsent(PartyId by, String reference, @Nullable Instant until, @Nullable CapLimit limit) {}
