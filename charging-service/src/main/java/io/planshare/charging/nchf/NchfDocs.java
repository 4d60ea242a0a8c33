package io.planshare.charging.nchf;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.callbacks.Callback;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/**
 * How the three operations read in the OpenAPI description. The tests read the examples too; their card
 * and device are the rental car's of the demo.
 */
final class NchfDocs {

    static final String CREATE = """
                                 {
                                   "subscriberIdentifier": "imsi-001010000000113",
                                   "nfConsumerIdentification": {"nodeFunctionality": "SMF", "nFName": "smf-1"},
                                   "invocationTimeStamp": "2026-11-23T10:15:00.123456789+01:00",
                                   "invocationSequenceNumber": 0,
                                   "notifyUri": "http://127.0.0.1:9090/notify/7",
                                   "multipleUnitUsage": [{"ratingGroup": 10, "requestedUnit": {"totalVolume": 10485760}, "uPFID": "upf-1"}],
                                   "pDUSessionChargingInformation": {
                                     "chargingId": 7,
                                     "userInformation": {"servedPEI": "imei-356938035643809"},
                                     "pduSessionInformation": {
                                       "pduSessionID": 1,
                                       "dnnId": "internet",
                                       "networkSlicingInfo": {"sNSSAI": {"sst": 1}}
                                     }
                                   }
                                 }""";
    static final String UPDATE = """
                                 {
                                   "nfConsumerIdentification": {"nodeFunctionality": "SMF", "nFName": "smf-1"},
                                   "invocationTimeStamp": "2026-11-23T10:25:00Z",
                                   "invocationSequenceNumber": 1,
                                   "multipleUnitUsage": [{
                                     "ratingGroup": 10,
                                     "requestedUnit": {},
                                     "usedUnitContainer": [{
                                       "localSequenceNumber": 1,
                                       "triggerTimestamp": "2026-11-23T10:24:59Z",
                                       "uplinkVolume": 1048576,
                                       "downlinkVolume": 8388608
                                     }]
                                   }]
                                 }""";
    static final String RELEASE = """
                                  {
                                    "nfConsumerIdentification": {"nodeFunctionality": "SMF", "nFName": "smf-1"},
                                    "invocationTimeStamp": "2026-11-23T10:40:00Z",
                                    "invocationSequenceNumber": 2,
                                    "multipleUnitUsage": [{
                                      "ratingGroup": 10,
                                      "usedUnitContainer": [{"localSequenceNumber": 2, "totalVolume": 524288}]
                                    }]
                                  }""";
    static final String ANSWER = """
                                 {
                                   "invocationTimeStamp": "2026-11-23T09:15:00.131Z",
                                   "invocationSequenceNumber": 0,
                                   "multipleUnitInformation": [{
                                     "resultCode": "SUCCESS",
                                     "ratingGroup": 10,
                                     "grantedUnit": {"totalVolume": 10485760},
                                     "triggers": [
                                       {"triggerType": "QUOTA_EXHAUSTED", "triggerCategory": "IMMEDIATE_REPORT"},
                                       {"triggerType": "QUOTA_THRESHOLD", "triggerCategory": "IMMEDIATE_REPORT"},
                                       {"triggerType": "VALIDITY_TIME", "triggerCategory": "IMMEDIATE_REPORT"},
                                       {"triggerType": "QHT", "triggerCategory": "IMMEDIATE_REPORT"}
                                     ],
                                     "quotaHoldingTime": 300,
                                     "validityTime": 600,
                                     "volumeQuotaThreshold": 2097152,
                                     "uPFID": "upf-1"
                                   }]
                                 }""";
    static final String NOTHING_LEFT = """
                                       {
                                         "invocationTimeStamp": "2026-11-23T09:25:00.018Z",
                                         "invocationSequenceNumber": 1,
                                         "multipleUnitInformation": [{"resultCode": "QUOTA_LIMIT_REACHED", "ratingGroup": 10}]
                                       }""";
    static final String LAST_UNITS = """
                                     {
                                       "invocationTimeStamp": "2026-11-23T09:35:00.018Z",
                                       "invocationSequenceNumber": 2,
                                       "multipleUnitInformation": [{
                                         "resultCode": "SUCCESS",
                                         "ratingGroup": 10,
                                         "grantedUnit": {"totalVolume": 1048576},
                                         "triggers": [
                                           {"triggerType": "QUOTA_EXHAUSTED", "triggerCategory": "IMMEDIATE_REPORT"},
                                           {"triggerType": "VALIDITY_TIME", "triggerCategory": "IMMEDIATE_REPORT"}
                                         ],
                                         "validityTime": 600,
                                         "finalUnitIndication": {
                                           "finalUnitAction": "REDIRECT",
                                           "redirectServer": {"redirectAddressType": "URL", "redirectServerAddress": "https://topup.example/"}
                                         }
                                       }]
                                     }""";
    static final String EVENT = """
                                {
                                  "subscriberIdentifier": "imsi-001010000000113",
                                  "nfConsumerIdentification": {"nodeFunctionality": "SMSF", "nFName": "smsf-1"},
                                  "invocationTimeStamp": "2026-11-23T10:15:00.123456789+01:00",
                                  "invocationSequenceNumber": 0,
                                  "oneTimeEvent": true,
                                  "oneTimeEventType": "IEC",
                                  "multipleUnitUsage": [{"ratingGroup": 30, "requestedUnit": {"serviceSpecificUnits": 1}}]
                                }""";
    static final String EVENT_CHARGED = """
                                        {
                                          "invocationTimeStamp": "2026-11-23T09:15:00.131Z",
                                          "invocationSequenceNumber": 0,
                                          "multipleUnitInformation": [{
                                            "resultCode": "SUCCESS",
                                            "ratingGroup": 30,
                                            "grantedUnit": {"serviceSpecificUnits": 1}
                                          }]
                                        }""";
    static final String IE_MISSING = """
                                     {
                                       "title": "Bad Request",
                                       "status": 400,
                                       "detail": "/multipleUnitUsage/0/ratingGroup is missing.",
                                       "cause": "MANDATORY_IE_MISSING",
                                       "invalidParams": [{"param": "/multipleUnitUsage/0/ratingGroup", "reason": "must be given"}]
                                     }""";
    static final String DENIED = """
                                 {
                                   "title": "Forbidden",
                                   "status": 403,
                                   "detail": "The subscription is suspended.",
                                   "cause": "END_USER_REQUEST_DENIED"
                                 }""";
    static final String USER_UNKNOWN = """
                                       {
                                         "title": "Not Found",
                                         "status": 404,
                                         "detail": "No subscription has this subscriber identifier.",
                                         "cause": "USER_UNKNOWN"
                                       }""";
    static final String CONTEXT_NOT_FOUND = """
                                            {
                                              "title": "Not Found",
                                              "status": 404,
                                              "detail": "There is no such charging session, or it has ended.",
                                              "cause": "CONTEXT_NOT_FOUND"
                                            }""";
    static final String CONGESTION = """
                                     {
                                       "title": "Service Unavailable",
                                       "status": 503,
                                       "detail": "Too much is waiting.",
                                       "cause": "NF_CONGESTION"
                                     }""";
    static final String REAUTHORIZATION = """
                                          {"notificationType": "REAUTHORIZATION", "reauthorizationDetails": [{"ratingGroup": 10}]}""";
    static final String ABORT = """
                                {"notificationType": "ABORT_CHARGING"}""";

    private static final String CREATING = """
                                           TS 32.291 Nchf_ConvergedCharging_Create. Unknown members are ignored, ids may have any form. The device is \
                                           the one that holds the subscriber's card, or the one that servedPEI names if the subscriber is enrolled on it. \
                                           Each rating group has a payer of its own. An equal body while its session is open is answered with the same \
                                           reference. A one-time event (oneTimeEvent) is charged at once and leaves no session open: with oneTimeEventType IEC \
                                           what is asked for, whole or not at all for each rating group; with PEC what was used. An equal body is the same \
                                           event again: it gets the same answer and charges nothing.""";
    private static final String UPDATING = """
                                           TS 32.291 Nchf_ConvergedCharging_Update. What was granted before to a rating group and not used is free again. \
                                           The same invocationSequenceNumber with an equal body is answered as before and charges nothing again. Asking for \
                                           {} leaves the number of units to us.""";
    private static final String RELEASING = """
                                            TS 32.291 Nchf_ConvergedCharging_Release. All that was granted and not used is free again.""";
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private NchfDocs() {}

    /** What every operation may answer. */
    @Target(ElementType.ANNOTATION_TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(responseCode = "400", description = "Something is missing or wrong: cause MANDATORY_IE_MISSING, MANDATORY_IE_INCORRECT, OPTIONAL_IE_INCORRECT, INVALID_MSG_FORMAT", content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class), examples = @ExampleObject(value = IE_MISSING)))
    @ApiResponse(responseCode = "403", description = "The subscription may not be served, or the token lacks the scope", content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class), examples = @ExampleObject(value = DENIED)))
    @ApiResponse(responseCode = "503", description = "It can be decided soon: repeat it after Retry-After", headers = @Header(name = "Retry-After", description = "Seconds", schema = @Schema(type = "integer")), content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class), examples = @ExampleObject(value = CONGESTION)))
    @interface Refusals {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Refusals
    @Operation(tags = "Nchf_ConvergedCharging", operationId = "createChargingData", summary = "Open a charging session and ask for the first units", description = CREATING, requestBody = @RequestBody(required = true, content = @Content(mediaType = JSON, schema = @Schema(implementation = ChargingDataRequest.class), examples = {
            @ExampleObject(name = "A session", value = CREATE),
            @ExampleObject(name = "A message, charged at once", value = EVENT)})), responses = {
                    @ApiResponse(responseCode = "201", description = "The session is open, or the event is charged", headers = @Header(name = "Location", description = "The session: its last segment is the reference", schema = @Schema(type = "string", format = "uri")), content = @Content(mediaType = JSON, schema = @Schema(implementation = ChargingDataResponse.class), examples = {
                            @ExampleObject(name = "Granted", value = ANSWER),
                            @ExampleObject(name = "Event charged", value = EVENT_CHARGED)})),
                    @ApiResponse(responseCode = "404", description = "USER_UNKNOWN: no subscription has this SUPI", content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class), examples = @ExampleObject(value = USER_UNKNOWN)))})
    @Callback(name = "chargingNotification", callbackUrlExpression = "{$request.body#/notifyUri}", operation = @Operation(method = "post", summary = "Report and ask again, or end the session", requestBody = @RequestBody(content = @Content(mediaType = JSON, examples = {
            @ExampleObject(name = "The payer of a rating group changed", value = REAUTHORIZATION),
            @ExampleObject(name = "The device was restricted", value = ABORT)})), responses = @ApiResponse(responseCode = "204", description = "Understood; anything but 2xx is repeated for a while")))
    @interface Create {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Refusals
    @Operation(tags = "Nchf_ConvergedCharging", operationId = "updateChargingData", summary = "Report what was used and ask for more", description = UPDATING, requestBody = @RequestBody(required = true, content = @Content(mediaType = JSON, schema = @Schema(implementation = ChargingDataRequest.class), examples = @ExampleObject(value = UPDATE))), responses = {
            @ApiResponse(responseCode = "200", description = "It is booked and durable", content = @Content(mediaType = JSON, schema = @Schema(implementation = ChargingDataResponse.class), examples = {
                    @ExampleObject(name = "Granted", value = ANSWER),
                    @ExampleObject(name = "The last units", value = LAST_UNITS),
                    @ExampleObject(name = "Nothing is left", value = NOTHING_LEFT)})),
            @ApiResponse(responseCode = "404", description = "CONTEXT_NOT_FOUND: no such session, or it has ended", content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class), examples = @ExampleObject(value = CONTEXT_NOT_FOUND)))})
    @interface Update {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Refusals
    @Operation(tags = "Nchf_ConvergedCharging", operationId = "releaseChargingData", summary = "Report the last use and end the session", description = RELEASING, requestBody = @RequestBody(required = true, content = @Content(mediaType = JSON, schema = @Schema(implementation = ChargingDataRequest.class), examples = @ExampleObject(value = RELEASE))), responses = {
            @ApiResponse(responseCode = "204", description = "It is booked and durable; the session has ended"),
            @ApiResponse(responseCode = "404", description = "CONTEXT_NOT_FOUND: no such session, or it has ended", content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class), examples = @ExampleObject(value = CONTEXT_NOT_FOUND)))})
    @interface Release {}
}
