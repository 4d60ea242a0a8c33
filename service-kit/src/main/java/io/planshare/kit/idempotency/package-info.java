/**
 * A write that is sent again under the same key has one effect and one answer, also when the first answer was lost on its way.
 * It owns the table idempotency_key and the transaction around every write under /v1.
 */
@NullMarked
package io.planshare.kit.idempotency;

import org.jspecify.annotations.NullMarked;
