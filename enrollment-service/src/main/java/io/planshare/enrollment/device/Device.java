package io.planshare.enrollment.device;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.planshare.enrollment.identifier.StoredIdentifier;
import io.planshare.enrollment.payer.OfferedTerms;
import io.planshare.event.EnrollmentEvent.DeviceChanged;
import io.planshare.event.EnrollmentEvent.DeviceStatus;
import io.planshare.model.Capability;
import io.planshare.model.DeviceId;
import io.planshare.model.PartyId;

/**
 * A device that several parties can pay for.
 *
 * @param version rises by one with each change of the device itself; enrollments on it are not part of it
 * @param terms what it offers at present
 */
public record Device(DeviceId id, long version, Kind kind, PartyId ownerPartyId, DeviceStatus status,
        List<StoredIdentifier> identifiers, OfferedTerms terms, Instant createdAt) {

    /** What it is to people. */
    public enum Kind {
        VEHICLE, TABLET, CPE, WATCH, SENSOR, PHONE, ROUTER
    }

    public Device {
        identifiers = List.copyOf(identifiers);
    }

    /** What an enrollment may be about; the traffic that nothing else matches is always on offer. */
    public Set<String> offered() {
        var codes = new TreeSet<String>();
        terms.capabilities().forEach(capability -> codes.add(capability.code()));
        codes.add(Capability.UNCLASSIFIED);
        return codes;
    }

    public boolean isRetired() {
        return status == DeviceStatus.RETIRED;
    }

    Device changed(OfferedTerms now) {
        return new Device(id, version + 1, kind, ownerPartyId, status, identifiers, now, createdAt);
    }

    Device retired() {
        return new Device(id, version + 1, kind, ownerPartyId, DeviceStatus.RETIRED, identifiers, terms, createdAt);
    }

    DeviceChanged event() {
        return new DeviceChanged(id, version, identifiers.stream().map(StoredIdentifier::hmac).toList(), kind.name(),
                ownerPartyId, status);
    }
}
