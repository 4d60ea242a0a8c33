package io.planshare.charging.offline;

import java.io.InputStream;
import java.time.Clock;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.offline.OfflineChunk.Numbered;
import io.planshare.kit.problem.Problem;
import io.planshare.kit.problem.ProblemException;
import io.planshare.kit.problem.Problems;

/** Reads a line as strictly as any body of ours; a broken one is told in the same words. */
@Component
class RecordReader {

    private static final HttpInputMessage NOTHING = new HttpInputMessage() {
        @Override
        public InputStream getBody() {
            return InputStream.nullInputStream();
        }

        @Override
        public HttpHeaders getHeaders() {
            return HttpHeaders.EMPTY;
        }
    };

    private final ObjectReader json;
    private final Clock clock;

    RecordReader(JsonMapper json, Clock clock) {
        this.json = json.readerFor(OfflineRecord.class);
        this.clock = clock;
    }

    /** A line that was read, or can not be. */
    sealed interface Read {
        record Good(Numbered record) implements Read {}

        record Broken(Refusal refusal) implements Read {}
    }

    Read read(int index, RecordLines.Line line) {
        if (line.cut()) {
            return broken(index, Problem.of(400, "line-too-long", "A record has at most "
                    + RecordLines.LINE_OCTETS_MAX + " octets."));
        }
        try {
            OfflineRecord record = json.readValue(line.octets());
            if (record == null) return broken(index, Problem.of(400, "malformed-json", "A record is an object."));
            return new Read.Good(new Numbered(index, record.checked(clock.instant())));
        } catch (JacksonException e) {
            return broken(index, Problems.of(new HttpMessageNotReadableException("a record", e, NOTHING)));
        } catch (ProblemException e) {
            return broken(index, e.problem());
        }
    }

    private static Read broken(int index, Problem problem) {
        var fault = problem.errors().isEmpty() ? null : problem.errors().getFirst();
        return new Read.Broken(Refusal.of(index, null, Refusal.Reason.MALFORMED,
                fault == null ? problem.detail() : fault.message(), fault == null ? null : fault.pointer()));
    }
}
