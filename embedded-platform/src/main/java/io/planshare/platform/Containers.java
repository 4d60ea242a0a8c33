package io.planshare.platform;

import java.util.Optional;

/** Servers in containers, where a Docker engine answers and has their images. */
interface Containers {
    /** Why there are containers, or why there are none. */
    String reason();

    Optional<DatabaseServer> databases();

    Optional<MessageServer> messages();

    static Containers find() {
        return new None("no Docker engine answers");
    }

    /** Nothing there. */
    record None(String reason) implements Containers {
        @Override
        public Optional<DatabaseServer> databases() {
            return Optional.empty();
        }

        @Override
        public Optional<MessageServer> messages() {
            return Optional.empty();
        }
    }
}
