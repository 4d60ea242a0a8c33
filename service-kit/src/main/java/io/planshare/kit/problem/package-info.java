/**
 * Every refusal and every failure that leaves a service over HTTP is an RFC 9457 problem with a stable type, never a page and
 * never internals. It owns the translation of everything that can go wrong at the edge; it stores nothing.
 */
@NullMarked
package io.planshare.kit.problem;

import org.jspecify.annotations.NullMarked;
