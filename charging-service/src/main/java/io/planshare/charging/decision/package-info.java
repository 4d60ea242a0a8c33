/**
 * Why a request was decided as it was, and how one would be: for support and for judges. Owns nothing and changes nothing; shows
 * our own ids only.
 */
@NullMarked
package io.planshare.charging.decision;

import org.jspecify.annotations.NullMarked;
