package io.planshare.kit.thing;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Hidden;

/** Somebody forgot to write a scope rule for it. */
@Hidden
@RestController
class ClosedController {

    @GetMapping("/closed")
    String closed() {
        return "secret";
    }
}
