/**
 * Lists come in pages that stay right while rows are added, and edits carry the version they were made on.
 * It owns the wire forms of cursors and entity tags; it stores nothing.
 */
@NullMarked
package io.planshare.kit.page;

import org.jspecify.annotations.NullMarked;
