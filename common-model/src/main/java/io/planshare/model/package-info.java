/**
 * What every service means by an identifier, a quantity and a payer. Owns no state.
 */
@NullMarked
package io.planshare.model;

import org.jspecify.annotations.NullMarked;
