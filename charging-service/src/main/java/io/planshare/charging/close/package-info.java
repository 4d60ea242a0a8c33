/**
 * Charging's side of a close (design section 3): says what lies in a sharing group's accounts, and posts the moves that quota
 * proposes under its locks, as reversals and new entries, all of them or none. Owns proposals, postings and rebookings.
 */
@NullMarked
package io.planshare.charging.close;

import org.jspecify.annotations.NullMarked;
