package io.planshare.event;

/**
 * An event that carries the whole state of its key. Of two, the one with the higher version is true; versions of a key
 * have no gaps. Its topic is compacted, so that a new reader finds the latest state of every key.
 */
public interface StateEvent {

    long version();
}
