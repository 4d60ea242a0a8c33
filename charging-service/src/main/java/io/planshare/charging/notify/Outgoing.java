package io.planshare.charging.notify;

import java.time.Duration;
import java.util.List;

/** Something that network functions are told; a queue in the database that all instances work on side by side. */
public interface Outgoing {

    /** Takes up to so many that are due; nobody else gets them before the lease ends. */
    List<Callback> due(int limit, Duration lease);

    void delivered(Callback callback);

    void givenUp(Callback callback);

    /** To be tried again after a while. */
    void again(Callback callback, Duration in);

    /** What becomes of a matter that was given up; the end of a sentence. */
    String afterwards();
}
