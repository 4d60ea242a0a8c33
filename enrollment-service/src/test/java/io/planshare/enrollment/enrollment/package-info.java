@NullMarked
package io.planshare.enrollment.enrollment;

import org.jspecify.annotations.NullMarked;
