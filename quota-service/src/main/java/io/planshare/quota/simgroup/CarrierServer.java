package io.planshare.quota.simgroup;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.planshare.quota.simgroup.Remaining.CarrierSnapshot;

/** A carrier that counts what cards of ours use with it. */
interface CarrierServer {

    /**
     * Which count of which carrier.
     *
     * @param server by its name in the settings
     * @param bucketId null for all data buckets of the report together
     */
    record Bucket(String server, String reportId, @Nullable String bucketId) {}

    sealed interface Answer {
        record Told(CarrierSnapshot snapshot) implements Answer {}

        /**
         * It gave no figure.
         *
         * @param wished how long it wants to be left alone; null when it did not say
         */
        record NotNow(String why, @Nullable Duration wished) implements Answer {}
    }

    /** Takes as long as the carrier may; never throws for what the carrier does. */
    Answer ask(Bucket bucket);
}
