/**
 * Signs access tokens for the suite's documented demo clients and demo users, with a key that outlives a restart.
 * Owns the signing key, the demo credentials and the login page; it is for one machine and refuses to run in production.
 */
@NullMarked
package io.planshare.suite.issuer;

import org.jspecify.annotations.NullMarked;
