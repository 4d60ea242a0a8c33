/**
 * JSON is read strictly, and a wrong place in it is named by a JSON pointer.
 * It owns how strings, ids and identifiers are read; it stores nothing.
 */
@NullMarked
package io.planshare.kit.json;

import org.jspecify.annotations.NullMarked;
