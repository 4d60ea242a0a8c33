/**
 * Starts theft-detection-service, which alone says whether a device is restricted and an equipment barred.
 * It owns which scope opens which operation.
 */
@NullMarked
package io.planshare.theft;

import org.jspecify.annotations.NullMarked;
