/**
 * Tells for any device, traffic and instant which subscription pays, because it alone knows devices, owners, users and
 * their consent. This package owns nothing but the application itself.
 */
@NullMarked
package io.planshare.enrollment;

import org.jspecify.annotations.NullMarked;
