/** Whose units were used by whom: reports to charge back by, and alerts while a package is used up. */
@NullMarked
package io.planshare.quota.chargeback;

import org.jspecify.annotations.NullMarked;
