package io.planshare.charging.camara;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How data volume is told to applications: {@code planshare.charging.data-volume.*}.
 *
 * @param ratingGroup the network's rating group of plain internet traffic, of which the remaining volume is told: 0 to 2^32-1
 */
@ConfigurationProperties("planshare.charging.data-volume")
record VolumeSettings(@DefaultValue("10") long ratingGroup) {
    VolumeSettings {
        if (ratingGroup < 0 || ratingGroup > 4_294_967_295L) {
            throw new IllegalArgumentException("planshare.charging.data-volume.rating-group is 0 to 2^32-1");
        }
    }
}
