package io.planshare.enrollment.consent;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.model.EnrollmentId;
import io.planshare.model.Id;
import io.planshare.model.PartyId;

import static java.util.stream.Collectors.groupingBy;

/** Stores consents and ends them. */
@Component
public class Consents {

    private final ConsentStore store;

    Consents(ConsentStore store) {
        this.store = store;
    }

    /** @param capabilities what the user may do on the strength of it */
    @Transactional(propagation = Propagation.MANDATORY)
    public void store(EnrollmentId enrollment, PartyId user, Set<String> capabilities, Collection<GivenConsent> given,
            Instant now) {
        for (var consent : given) {
            store.insert(new Consent(Id.next(), enrollment, consent.by(), user, capabilities, consent.limit(),
                    consent.reference(), now, consent.until(), null));
        }
    }

    @Transactional(readOnly = true)
    public List<Consent> of(EnrollmentId enrollment) {
        return store.of(List.of(enrollment));
    }

    @Transactional(readOnly = true)
    public Map<EnrollmentId, List<Consent>> of(Collection<EnrollmentId> enrollments) {
        return store.of(enrollments).stream().collect(groupingBy(Consent::enrollmentId));
    }

    /** An enrollment that is over needs none, and none of its consents may serve another. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void revoke(EnrollmentId enrollment, Instant at) {
        store.revoke(enrollment, at);
    }
}
