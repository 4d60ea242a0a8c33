package io.planshare.charging.payer;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.planshare.charging.payer.Payers.Question;
import io.planshare.model.DeviceId;
import io.planshare.model.SNssai;

/** The body of enrollment's POST /v1/payer-resolutions. */
record ResolutionQuestion(DeviceId deviceId, Instant at, Flow traffic) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Flow(@Nullable String dnn, @Nullable Slice sNssai, @Nullable Long ratingGroup, @Nullable Long serviceId) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Slice(int sst, @Nullable String sd) {

        static @Nullable Slice of(@Nullable SNssai slice) {
            return slice == null ? null : new Slice(slice.sst(), slice.sd());
        }
    }

    static ResolutionQuestion of(DeviceId device, Question question) {
        var traffic = question.traffic();
        return new ResolutionQuestion(device, question.at(), new Flow(traffic.dnn(), Slice.of(traffic.sNssai()),
                traffic.ratingGroup(), traffic.serviceId()));
    }
}
