package io.planshare.quota.transfer;

import io.planshare.kit.problem.Problem;
import io.planshare.kit.security.CurrentCaller;
import io.planshare.model.DeviceId;

/** A token whose subject is {@code device:<deviceId>} speaks for that device only; others see none of it. */
final class DeviceCaller {

    private static final String DEVICE = "device:";

    private DeviceCaller() {}

    /** @throws io.planshare.kit.problem.ProblemException 404 {@code unknown-device} for the token of another device */
    static void requireMaySpeakFor(DeviceId device) {
        var subject = CurrentCaller.subject();
        if (subject.startsWith(DEVICE) && !subject.equals(DEVICE + device)) throw unknown(device).exception();
    }

    static Problem unknown(DeviceId device) {
        return Problem.of(404, "unknown-device", "Device " + device + " is in no data usage plan.");
    }
}
