package io.planshare.enrollment.device;

import java.util.Collection;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.enrollment.sql.Columns;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;

/** What others have on a device, as far as it limits what may be done to it. Read under the device's lock. */
@Repository
class DeviceUseStore {

    record LiveEnrollment(EnrollmentId id, String capability) {}

    private final JdbcClient jdbc;

    DeviceUseStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    int cards(DeviceId device) {
        return jdbc.sql("select count(*) from subscription where device_id = :device and status <> 'ENDED'")
                .param("device", device.value()).query(Integer.class).single();
    }

    int liveEnrollments(DeviceId device) {
        return jdbc.sql("""
                        select count(*) from enrollment
                        where device_id = :device and state in ('PENDING_OWNER', 'ACTIVE', 'SUSPENDED')
                        """).param("device", device.value()).query(Integer.class).single();
    }

    boolean isLiveEnrollment(DeviceId device, EnrollmentId enrollment) {
        return jdbc.sql("""
                        select exists (select from enrollment where id = :enrollment and device_id = :device
                          and state in ('PENDING_OWNER', 'ACTIVE', 'SUSPENDED'))
                        """).param("enrollment", enrollment.value()).param("device", device.value())
                .query(Boolean.class)
                .single();
    }

    /** A live enrollment about something that is not among these codes. */
    Optional<LiveEnrollment> outside(DeviceId device, Collection<String> codes) {
        return jdbc.sql("""
                        select e.id, code from enrollment e, unnest(e.capabilities) code
                        where device_id = :device and state in ('PENDING_OWNER', 'ACTIVE', 'SUSPENDED')
                          and code <> all(cast(:codes as text[]))
                        order by e.id, code limit 1
                        """).param("device", device.value()).param("codes", Columns.texts(codes))
                .query((row, _) -> new LiveEnrollment(Columns.id(row, "id", EnrollmentId::new),
                        Columns.text(row, "code")))
                .optional();
    }
}
