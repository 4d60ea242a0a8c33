/**
 * Each service describes its API in OpenAPI 3.1 and lets people try it at /swagger-ui.html with a real token.
 * It owns what all descriptions have in common; it stores nothing.
 */
@NullMarked
package io.planshare.kit.openapi;

import org.jspecify.annotations.NullMarked;
