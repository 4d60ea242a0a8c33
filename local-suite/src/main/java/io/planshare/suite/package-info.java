/**
 * The whole suite on one machine by one command: up, down, status, tokens, a home page, and nothing to install but a JDK.
 * Owns the processes it starts, the ports it plans and the data directory they share; no business of the services.
 */
@NullMarked
package io.planshare.suite;

import org.jspecify.annotations.NullMarked;
