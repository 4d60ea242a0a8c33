package io.planshare.kit.observability;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

/** Masks what a span tells beyond its few known tags: URLs of the 3GPP faces hold numbers, and so may SQL. */
final class MaskedTrace implements ObservationFilter {

    @Override
    public Observation.Context map(Observation.Context context) {
        for (var tag : context.getHighCardinalityKeyValues()) {
            var masked = Mask.of(tag.getValue());
            if (!masked.equals(tag.getValue())) context.addHighCardinalityKeyValue(KeyValue.of(tag.getKey(), masked));
        }
        return context;
    }
}
