/**
 * Checks without end that each account's figures agree: balance, entries, reservations, consumers, usage records. An account that
 * breaks a rule is frozen until somebody has looked into it. Owns what it has summed up, and the freezes.
 */
@NullMarked
package io.planshare.charging.audit;

import org.jspecify.annotations.NullMarked;
