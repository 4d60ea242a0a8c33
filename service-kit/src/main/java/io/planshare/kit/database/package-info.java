/**
 * A service starts only on a database that its owner role has migrated, and runs as the lesser role.
 * It owns the kit's migrations under db/kit.
 */
@NullMarked
package io.planshare.kit.database;

import org.jspecify.annotations.NullMarked;
