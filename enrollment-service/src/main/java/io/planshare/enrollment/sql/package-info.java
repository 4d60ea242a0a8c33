/**
 * Says how the model's values stand in PostgreSQL's columns, the same in every store. Owns no table.
 */
@NullMarked
package io.planshare.enrollment.sql;

import org.jspecify.annotations.NullMarked;
