/**
 * Remembers how far each device was restricted when, so that use of then is judged by the restriction of then. Owns that
 * history; what holds at present is the kit's to know.
 */
@NullMarked
package io.planshare.enrollment.restriction;

import org.jspecify.annotations.NullMarked;
