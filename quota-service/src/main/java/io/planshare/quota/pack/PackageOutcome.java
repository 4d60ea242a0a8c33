package io.planshare.quota.pack;

import io.planshare.model.PackageId;

/** What became of a command on a package. */
sealed interface PackageOutcome {

    record Done(UsagePackage bought) implements PackageOutcome {}

    record IdTaken() implements PackageOutcome {}

    record Unknown(PackageId id) implements PackageOutcome {}

    /** Its validity is over, or has no end that lies ahead. */
    record Over() implements PackageOutcome {}
}
