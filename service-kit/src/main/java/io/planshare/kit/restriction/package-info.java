/**
 * Promises that a device's restriction is known here before it is acknowledged, and that every delivery is acknowledged.
 * Owns the table restriction: the enforcing service's read model of {@code planshare.restriction.v1}.
 */
@NullMarked
package io.planshare.kit.restriction;

import org.jspecify.annotations.NullMarked;
