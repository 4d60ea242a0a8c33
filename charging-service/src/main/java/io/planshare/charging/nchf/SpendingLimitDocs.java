package io.planshare.charging.nchf;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.callbacks.Callback;
import io.swagger.v3.oas.annotations.callbacks.Callbacks;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/** How Nchf_SpendingLimitControl reads in the OpenAPI description. The tests read the examples too. */
final class SpendingLimitDocs {

    static final String SUBSCRIBE = """
                                    {
                                      "supi": "imsi-001010000000113",
                                      "policyCounterIds": ["octets", "octets.rg10"],
                                      "notifUri": "http://127.0.0.1:9090/slc/7",
                                      "notifId": "7"
                                    }""";
    static final String MODIFY = """
                                 {"policyCounterIds": ["octets"], "expiry": "2099-12-31T00:00:00Z"}""";
    static final String STATUS = """
                                 {
                                   "notifId": "7",
                                   "statusInfos": {
                                     "octets": {"policyCounterId": "octets", "currentStatus": "BELOW_50"},
                                     "octets.rg10": {"policyCounterId": "octets.rg10", "currentStatus": "ABOVE_90"}
                                   }
                                 }""";
    static final String NOTIFY = """
                                 {
                                   "supi": "imsi-001010000000113",
                                   "notifId": "7",
                                   "statusInfos": {"octets": {"policyCounterId": "octets", "currentStatus": "EXHAUSTED"}}
                                 }""";
    static final String TERMINATE = """
                                    {"supi": "imsi-001010000000113", "notifId": "7", "termCause": "REMOVED_SUBSCRIBER"}""";
    static final String UNKNOWN_COUNTERS = """
                                           {
                                             "title": "Bad Request",
                                             "status": 400,
                                             "detail": "There are no such policy counters.",
                                             "cause": "UNKNOWN_POLICY_COUNTERS",
                                             "invalidParams": [{"param": "/policyCounterIds/1", "reason": "is no policy counter"}]
                                           }""";
    static final String NOT_FOUND = """
                                    {
                                      "title": "Not Found",
                                      "status": 404,
                                      "detail": "There is no such subscription, or it has ended.",
                                      "cause": "SUBSCRIPTION_NOT_FOUND"
                                    }""";

    private static final String SUBSCRIBING = """
                                              TS 29.594 Subscribe. A policy counter tells how far the subscriber's accounts of one unit are used up, his own \\
                                              limit and the pool's rest both counted: NO_ACCOUNT, BELOW_50, ABOVE_50, ABOVE_75, ABOVE_90, EXHAUSTED. A change \\
                                              is posted to {notifUri}/notify with all counters of the subscription; when the subscriber is gone, \\
                                              {notifUri}/terminate is called.""";
    private static final String MODIFYING = """
                                            TS 29.594 Modify: the counters and the expiry of the body count from now on; notifUri and notifId stay where \\
                                            they are absent.""";
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private SpendingLimitDocs() {}

    @Target(ElementType.ANNOTATION_TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(responseCode = "400", description = "UNKNOWN_POLICY_COUNTERS, NO_AVAILABLE_POLICY_COUNTERS, USER_UNKNOWN; or something is missing or wrong, as in Nchf_ConvergedCharging", content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class), examples = @ExampleObject(value = UNKNOWN_COUNTERS)))
    @ApiResponse(responseCode = "503", description = "Repeat it after Retry-After", headers = @Header(name = "Retry-After", description = "Seconds", schema = @Schema(type = "integer")), content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class), examples = @ExampleObject(value = NchfDocs.CONGESTION)))
    @interface Refusals {}

    @Target(ElementType.ANNOTATION_TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(responseCode = "404", description = "SUBSCRIPTION_NOT_FOUND", content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class), examples = @ExampleObject(value = NOT_FOUND)))
    @interface Missing {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Refusals
    @Operation(tags = "Nchf_SpendingLimitControl", operationId = "subscribeSpendingLimits", summary = "Watch the policy counters of a subscriber", description = SUBSCRIBING, requestBody = @RequestBody(required = true, content = @Content(mediaType = JSON, schema = @Schema(implementation = SpendingLimitContext.class), examples = @ExampleObject(value = SUBSCRIBE))), responses = @ApiResponse(responseCode = "201", description = "The counters are watched, and stand like this", headers = @Header(name = "Location", description = "The subscription", schema = @Schema(type = "string", format = "uri")), content = @Content(mediaType = JSON, schema = @Schema(implementation = SpendingLimitStatus.class), examples = @ExampleObject(value = STATUS))))
    @Callbacks({
            @Callback(name = "statusNotification", callbackUrlExpression = "{$request.body#/notifUri}/notify", operation = @Operation(method = "post", summary = "A status changed", requestBody = @RequestBody(content = @Content(mediaType = JSON, examples = @ExampleObject(value = NOTIFY))), responses = @ApiResponse(responseCode = "204", description = "Understood; anything but 2xx is repeated for a while"))),
            @Callback(name = "subscriptionTermination", callbackUrlExpression = "{$request.body#/notifUri}/terminate", operation = @Operation(method = "post", summary = "The subscriber is gone", requestBody = @RequestBody(content = @Content(mediaType = JSON, examples = @ExampleObject(value = TERMINATE))), responses = @ApiResponse(responseCode = "204", description = "Understood")))})
    @interface Subscribe {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Refusals
    @Missing
    @Operation(tags = "Nchf_SpendingLimitControl", operationId = "modifySpendingLimits", summary = "Watch other counters, or for longer", description = MODIFYING, requestBody = @RequestBody(required = true, content = @Content(mediaType = JSON, schema = @Schema(implementation = SpendingLimitContext.class), examples = @ExampleObject(value = MODIFY))), responses = @ApiResponse(responseCode = "200", description = "The counters stand like this", content = @Content(mediaType = JSON, schema = @Schema(implementation = SpendingLimitStatus.class), examples = @ExampleObject(value = STATUS))))
    @interface Modify {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Missing
    @Operation(tags = "Nchf_SpendingLimitControl", operationId = "unsubscribeSpendingLimits", summary = "Watch no more", description = "TS 29.594 Unsubscribe.", responses = @ApiResponse(responseCode = "204", description = "Nothing is notified any more"))
    @interface Unsubscribe {}
}
