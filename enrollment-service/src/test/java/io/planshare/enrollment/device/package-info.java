@NullMarked
package io.planshare.enrollment.device;

import org.jspecify.annotations.NullMarked;
