@NullMarked
package io.planshare.enrollment.presence;

import org.jspecify.annotations.NullMarked;
