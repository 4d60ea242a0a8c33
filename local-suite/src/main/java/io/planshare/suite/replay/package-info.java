/**
 * Plays an operator's data records through the running suite as a network would, and prints who paid what. Owns the reading
 * of the file and the rule that turns hosts and ports into rating groups; everything else it does through the public APIs.
 */
@NullMarked
package io.planshare.suite.replay;

import org.jspecify.annotations.NullMarked;
