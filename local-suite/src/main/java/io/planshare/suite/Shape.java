package io.planshare.suite;

/** How the services run: all in this JVM, or each in its own. */
sealed interface Shape permits OneJvm, Processes {

    /**
     * Starts one service; whether it is ready yet, its readiness tells. May be called by several threads at once.
     *
     * @throws Refused with a sentence that names the service and where its log is
     */
    void start(Instance instance);

    /** Whether it was started and did not end since. */
    boolean runs(Instance instance);

    /** Ends all of them and returns when none runs. */
    void close();
}
