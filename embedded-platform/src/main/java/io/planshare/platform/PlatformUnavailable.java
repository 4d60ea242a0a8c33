package io.planshare.platform;

import org.jspecify.annotations.Nullable;

/** A server cannot be had; the message is for the person at the keyboard and says what to do. */
public final class PlatformUnavailable extends RuntimeException {

    PlatformUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    PlatformUnavailable(String message) {
        this(message, null);
    }
}
