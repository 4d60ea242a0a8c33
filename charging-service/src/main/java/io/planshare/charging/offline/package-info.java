/**
 * Use that no network function reported on a session: files of records, each decided by itself, charged once however often it
 * comes. Owns nothing: what is charged lies where charging sessions put it.
 */
@NullMarked
package io.planshare.charging.offline;

import org.jspecify.annotations.NullMarked;
