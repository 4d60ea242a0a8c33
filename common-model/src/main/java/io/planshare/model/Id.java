package io.planshare.model;

import java.util.UUID;

import com.github.f4b6a3.uuid.UuidCreator;

/** Names one thing of ours. Ids are UUIDv7, drawn by the service that owns the thing, and say nothing about a person. */
public interface Id {

    UUID value();

    /** A fresh id; ids drawn by one process ascend, so that rows land at the end of their index. */
    static UUID next() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }
}
