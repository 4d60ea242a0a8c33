package io.planshare.bench;

/** Runs a bench and ends the process with it, whatever servers still run. */
final class Bench {

    private Bench() {}

    interface Measuring {
        void run() throws Exception;
    }

    static void run(Measuring bench) {
        try {
            bench.run();
            System.exit(0);
        } catch (Exception failed) {
            failed.printStackTrace();
            System.exit(1);
        }
    }
}
