@NullMarked
package io.planshare.enrollment;

import org.jspecify.annotations.NullMarked;
