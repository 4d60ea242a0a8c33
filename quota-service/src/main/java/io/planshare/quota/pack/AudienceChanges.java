package io.planshare.quota.pack;

import java.util.Collection;

import io.planshare.model.AccountId;

/** Hears of every change of who may use which package; in the transaction of the change. */
public interface AudienceChanges {

    /** These accounts may use more, fewer or other packages now. */
    void audiencesChanged(Collection<AccountId> accounts);
}
