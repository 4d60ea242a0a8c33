package io.planshare.bench;

/** One HTTP request of a load: what is sent next on a connection, and what is made of its answer. */
interface Call {

    /** @return the whole request, head and body */
    byte[] next();

    /** Told after each answer. */
    default void answered(int status, byte[] body) {}
}
