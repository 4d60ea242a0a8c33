/**
 * What every service gets by one dependency, free of business: this package starts a service with the kit's defaults.
 * It owns those defaults and nothing at run time.
 */
@NullMarked
package io.planshare.kit;

import org.jspecify.annotations.NullMarked;
