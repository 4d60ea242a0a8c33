package io.planshare.kit.page;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.planshare.kit.problem.Problem;

/** Versions as entity tags (RFC 9110 section 8.8.3): who edits sends the one that he saw. */
public final class Etag {

    private Etag() {}

    /** The strong tag of a version, quotes included. */
    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Lets an edit pass that was made on the current version.
     *
     * @param ifMatch the header {@code If-Match}: one tag, several, or {@code *}
     * @throws io.planshare.kit.problem.ProblemException 428 {@code if-match-missing}, or 412 {@code version-outdated}
     *             with the current tag in {@code ETag}
     */
    public static void requireMatch(@Nullable String ifMatch, long version) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw Problem.of(428, "if-match-missing", "Send the ETag of the version you edited as If-Match.")
                    .at("#header/If-Match", "is missing").exception();
        }
        if (ifMatch.strip().equals("*")) return;
        if (Arrays.stream(ifMatch.split(",")).map(String::strip).anyMatch(of(version)::equals)) return;
        throw Problem.of(412, "version-outdated", "It was changed after the version you edited.")
                .at("#header/If-Match", "is not the current version").header("ETag", of(version)).exception();
    }
}
