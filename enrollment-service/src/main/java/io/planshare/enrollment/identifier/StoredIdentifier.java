package io.planshare.enrollment.identifier;

import io.planshare.model.IdentifierHmac;
import io.planshare.model.PersonalIdentifier;

/**
 * A personal identifier as a row holds it.
 *
 * @param hmac under the key that was current when it was stored; what it is found by
 * @param masked what people are shown
 */
public record StoredIdentifier(PersonalIdentifier.Kind kind, IdentifierHmac hmac, String masked) {}
