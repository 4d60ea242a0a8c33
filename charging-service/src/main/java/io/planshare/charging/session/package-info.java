/**
 * Charging sessions: create, update, release as TS 32.290 has them. Owns the sessions, what they hold and the answers they got.
 */
@NullMarked
package io.planshare.charging.session;

import org.jspecify.annotations.NullMarked;
