@NullMarked
package io.planshare.enrollment.payer;

import org.jspecify.annotations.NullMarked;
