package io.planshare.charging.limit;

/**
 * Weighted max-min: totals rise to one common level for each unit of weight, nobody above its ceiling, until the amount is
 * used up. Whoever stands above the level already stays where it is.
 *
 * @param level the highest whole level that the amount reaches
 * @param left what nobody could take, and what is less than one level
 * @param tops whether all reach their ceilings
 */
record WaterLevel(long level, long left, boolean tops) {

    /** Raises the totals until nothing is left that somebody could take. */
    static WaterLevel fill(long[] totals, long[] ceilings, int[] weights, long amount) {
        var level = raise(totals, ceilings, weights, amount);
        if (level.tops() || level.left() == 0) return level;
        new Basin(totals, ceilings, weights).spread(level.level(), level.left());
        return new WaterLevel(level.level(), 0, false);
    }

    /**
     * Raises the totals to one whole level. Halves the range of levels, so the cost is that of some 60 passes at most, whatever
     * the numbers.
     */
    static WaterLevel raise(long[] totals, long[] ceilings, int[] weights, long amount) {
        var basin = new Basin(totals, ceilings, weights);
        long high = basin.highest();
        long left = basin.leftAt(high, amount);
        if (left >= 0) {
            basin.raise(high);
            return new WaterLevel(high, left, true);
        }
        long low = 0;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (basin.leftAt(middle, amount) >= 0) low = middle;
            else
                high = middle;
        }
        left = basin.leftAt(low, amount);
        basin.raise(low);
        return new WaterLevel(low, left, false);
    }

    /** Where one consumer stands at a level. */
    static long at(long level, long total, long ceiling, int weight) {
        if (weight == 0 || ceiling <= total) return total;
        return level > ceiling / weight ? ceiling : Math.max(total, level * weight);
    }

    private record Basin(long[] totals, long[] ceilings, int[] weights, long[] tops) {

        Basin(long[] totals, long[] ceilings, int[] weights) {
            this(totals, ceilings, weights, new long[totals.length]);
            for (int i = 0; i < tops.length; i++)
                tops[i] = weights[i] == 0 || ceilings[i] <= totals[i] ? -1 : ceilings[i] / weights[i];
        }

        /** A level that nobody exceeds. */
        long highest() {
            long highest = 0;
            for (long top : tops)
                highest = Math.max(highest, top);
            return highest == Long.MAX_VALUE ? highest : highest + 1;
        }

        /** What is left of the amount when all stand at that level; negative if it does not suffice. */
        long leftAt(long level, long amount) {
            long left = amount;
            for (int i = 0; i < totals.length && left >= 0; i++)
                left -= at(i, level) - totals[i];
            return left;
        }

        private long at(int i, long level) {
            if (tops[i] < 0) return totals[i];
            return level > tops[i] ? ceilings[i] : Math.max(totals[i], level * weights[i]);
        }

        void raise(long level) {
            for (int i = 0; i < totals.length; i++)
                totals[i] = at(i, level);
        }

        /** Raises all to the level and some of them beyond it, by less than their weight, until nothing is left. */
        void spread(long level, long left) {
            var claims = new long[totals.length];
            for (int i = 0; i < totals.length; i++)
                claims[i] = at(i, level + 1) - at(i, level);
            var parts = left == 0 ? new long[totals.length] : Apportionment.of(left, claims);
            for (int i = 0; i < totals.length; i++)
                totals[i] = at(i, level) + parts[i];
        }
    }
}
