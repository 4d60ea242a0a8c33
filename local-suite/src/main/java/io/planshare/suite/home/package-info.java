/**
 * One page that shows the suite at work: every service's health and documentation, who pays for what, and what is left in each pool.
 * Owns that page and the questions it asks the services through their public APIs; stores nothing.
 */
@NullMarked
package io.planshare.suite.home;

import org.jspecify.annotations.NullMarked;
