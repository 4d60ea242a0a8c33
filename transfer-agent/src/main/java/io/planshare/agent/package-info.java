/**
 * A device's applications ask here before they transfer, and the agent transfers for them (spec S2). It decides with
 * {@code io.planshare.transfer} under a signed policy, so that no server must answer.
 * It owns the state directory: the policy, transfers, what was used and not yet reported.
 */
@NullMarked
package io.planshare.agent;

import org.jspecify.annotations.NullMarked;
