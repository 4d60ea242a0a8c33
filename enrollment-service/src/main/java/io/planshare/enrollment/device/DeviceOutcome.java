package io.planshare.enrollment.device;

import java.util.List;

import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PartyId;

/** What became of a wish about a device. */
sealed interface DeviceOutcome {

    /** @param payerMapVersion of the map that goes with it */
    record Done(Device device, long payerMapVersion) implements DeviceOutcome {}

    record UnknownDevice(DeviceId id) implements DeviceOutcome {}

    record UnknownOwner(PartyId id) implements DeviceOutcome {}

    record IdTaken(DeviceId id) implements DeviceOutcome {}

    /** Another device that is not retired has it. @param identifier its place in the request */
    record IdentifierInUse(int identifier) implements DeviceOutcome {}

    record BadOffer(List<Offer.Fault> faults) implements DeviceOutcome {}

    /** A live enrollment is about this capability. */
    record CapabilityInUse(String code, EnrollmentId by) implements DeviceOutcome {}

    /** The fallback names an enrollment that is not one of this device's live ones. */
    record NotAnEnrollmentOfIt(EnrollmentId id) implements DeviceOutcome {}

    /** It holds a card or has live enrollments. */
    record InUse(int cards, int enrollments) implements DeviceOutcome {}

    record Retired(DeviceId id) implements DeviceOutcome {}
}
