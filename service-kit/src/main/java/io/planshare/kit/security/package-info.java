/**
 * Whoever calls is known by a token of the operator's issuer, and may do only what a rule opens to his scopes.
 * It owns the filter chain; it stores nothing.
 */
@NullMarked
package io.planshare.kit.security;

import org.jspecify.annotations.NullMarked;
