/**
 * Keeps personal identifiers so that they can be recognised and shown masked, and read by nobody. Owns their stored form;
 * the rows belong to devices and subscriptions.
 */
@NullMarked
package io.planshare.enrollment.identifier;

import org.jspecify.annotations.NullMarked;
