package io.planshare.model;

import org.jspecify.annotations.Nullable;

/** A network slice (TS 29.571 Snssai): slice/service type 0-255, and a differentiator of six hex digits if there is one. */
public record SNssai(int sst, @Nullable String sd) {

    public SNssai {
        if (sst < 0 || sst > 255) throw new IllegalArgumentException("sst lies between 0 and 255");
        if (sd != null && !sd.matches("[0-9A-Fa-f]{6}")) throw new IllegalArgumentException("sd is six hex digits");
    }
}
