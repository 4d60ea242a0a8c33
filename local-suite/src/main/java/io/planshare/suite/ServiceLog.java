package io.planshare.suite;

import org.jspecify.annotations.Nullable;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.sift.AbstractDiscriminator;

/**
 * Sorts the log lines of one JVM by service: a thread belongs to the service whose start it descends from. Threads of pools that the JVM
 * has only once belong to whoever needed them first.
 */
public final class ServiceLog extends AbstractDiscriminator<ILoggingEvent> {
    private static final InheritableThreadLocal<@Nullable String> SERVICE = new InheritableThreadLocal<>();

    /** From here on this thread, and every thread it starts, writes to that log. */
    static void enter(String name) {
        SERVICE.set(name);
    }

    static void leave() {
        SERVICE.remove();
    }

    @Override
    public String getDiscriminatingValue(ILoggingEvent event) {
        String service = SERVICE.get();
        return service == null ? OwnProcess.SUITE : service;
    }

    @Override
    public String getKey() {
        return "process";
    }
}
