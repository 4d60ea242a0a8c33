/**
 * Every write under /v1 leaves a trace: who, what, when, why and with which result.
 * It owns the append-only table audit_entry.
 */
@NullMarked
package io.planshare.kit.audit;

import org.jspecify.annotations.NullMarked;
