/**
 * Promises to know which equipment is barred, by the HMAC of its IMEI and without the number itself.
 * Owns the table equipment: the read model of {@code planshare.equipment.v1}.
 */
@NullMarked
package io.planshare.kit.equipment;

import org.jspecify.annotations.NullMarked;
