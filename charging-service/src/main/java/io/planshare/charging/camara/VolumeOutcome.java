package io.planshare.charging.camara;

/** What comes of asking how much a number has left. */
sealed interface VolumeOutcome {

    record Found(RemainingVolume remaining) implements VolumeOutcome {}

    /** Nobody of ours has this number. */
    record NumberUnknown() implements VolumeOutcome {}

    /** Who pays has no account for data now, so there is no volume that could be left. */
    record NoDataVolume() implements VolumeOutcome {}

    /** What decides has not arrived here yet. */
    record NotYetKnown() implements VolumeOutcome {}
}
