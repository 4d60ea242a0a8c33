/** Files that are whole at every instant, whatever is killed. Owns none of them. */
@NullMarked
package io.planshare.agent.disk;

import org.jspecify.annotations.NullMarked;
