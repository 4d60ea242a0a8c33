package io.planshare.suite.demo;

import java.io.IOException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The story for the home page. */
@RestController
@RequestMapping("/api/demo")
class DemoController {
    private static final Logger LOG = LoggerFactory.getLogger(DemoController.class);
    private static final long MEGABYTE = 1_000_000;
    private static final int MEGABYTES_MAX = 20_000;

    private final Boards boards;
    private final Traffic traffic;

    DemoController(Boards boards, Traffic traffic) {
        this.boards = boards;
        this.traffic = traffic;
    }

    @GetMapping
    Board board() {
        return boards.now();
    }

    /** @param megabytes 1 to 20000 */
    record Wish(Traffic.User user, int megabytes) {}

    /** Uses so much at once; the page then shows who paid. */
    @PostMapping("/uses")
    ResponseEntity<?> use(@RequestBody Wish wish) throws InterruptedException {
        if (wish.megabytes() < 1 || wish.megabytes() > MEGABYTES_MAX) {
            return problem(HttpStatus.BAD_REQUEST, "megabytes is a number from 1 to " + MEGABYTES_MAX);
        }
        try {
            var outcome = traffic.use(wish.user(), wish.megabytes() * MEGABYTE);
            boards.forget();
            return ResponseEntity.ok(outcome);
        } catch (IOException e) {
            LOG.warn("The demo's traffic was refused; the next press tries again", e);
            return problem(HttpStatus.BAD_GATEWAY, String.valueOf(e.getMessage()));
        }
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String detail) {
        return ResponseEntity.of(ProblemDetail.forStatusAndDetail(status, detail)).build();
    }
}
