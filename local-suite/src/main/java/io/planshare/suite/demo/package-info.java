/**
 * A family and a rental car that show who pays for what, entered through the public APIs as anybody could, and a button to use something.
 * Owns the story and its fixed ids; the services own all that becomes of it.
 */
@NullMarked
package io.planshare.suite.demo;

import org.jspecify.annotations.NullMarked;
