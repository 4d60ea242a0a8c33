package io.planshare.charging.camara;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/** How DeviceDataVolume reads in the OpenAPI description. The tests read the examples too. */
final class DataVolumeDocs {

    static final String RETRIEVE = """
                                   {"device": {"phoneNumber": "+491701234567"}}""";
    static final String CATEGORY = """
                                   {"dataVolumeCategory": "<5GiB"}""";
    static final String CHECK = """
                                {"device": {"phoneNumber": "+491701234567"}, "volumeToCheck": {"value": 500, "unit": "MiB"}}""";
    static final String EXCEEDED = """
                                   {"thresholdExceeded": true}""";
    static final String NOT_FOUND = """
                                    {"status": 404, "code": "IDENTIFIER_NOT_FOUND", "message": "Device identifier not found."}""";
    static final String MISSING = """
                                  {"status": 422, "code": "MISSING_IDENTIFIER", "message": "The device cannot be identified."}""";
    static final String INVALID = """
                                  {"status": 400, "code": "INVALID_ARGUMENT", "message": "volumeToCheck must be given."}""";

    private static final String RETRIEVING = """
                                             CAMARA DeviceDataVolume: about how much plain internet the number may still use now, whoever pays for it, own and \\
                                             shared packages and top-ups together, no more than limits, caps and SIM groups leave. What an open session holds \\
                                             counts as not used; what costs money beyond the packages does not count. The device is left out where the token \\
                                             names a phone_number. x-correlator comes back.""";
    private static final String CHECKING = """
                                           CAMARA DeviceDataVolume: whether more than so much is left, counted as in retrieve. As much is not more.""";
    private static final String JSON = "application/json";

    private DataVolumeDocs() {}

    @Target(ElementType.ANNOTATION_TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(responseCode = "400", description = "INVALID_ARGUMENT or OUT_OF_RANGE, with the place", content = @Content(mediaType = JSON, schema = @Schema(implementation = CamaraError.class), examples = @ExampleObject(value = INVALID)))
    @ApiResponse(responseCode = "404", description = "IDENTIFIER_NOT_FOUND", content = @Content(mediaType = JSON, schema = @Schema(implementation = CamaraError.class), examples = @ExampleObject(value = NOT_FOUND)))
    @ApiResponse(responseCode = "422", description = "MISSING_IDENTIFIER, UNNECESSARY_IDENTIFIER, UNSUPPORTED_IDENTIFIER (all but phoneNumber), or SERVICE_NOT_APPLICABLE: who pays has no account for data now", content = @Content(mediaType = JSON, schema = @Schema(implementation = CamaraError.class), examples = @ExampleObject(value = MISSING)))
    @interface Refusals {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Refusals
    @Operation(tags = "Device Data Volume", operationId = "retrieveDataVolume", summary = "About how much data is left", description = RETRIEVING, requestBody = @RequestBody(required = true, content = @Content(mediaType = JSON, schema = @Schema(type = "object"), examples = @ExampleObject(value = RETRIEVE))), responses = @ApiResponse(responseCode = "200", description = "So much is left", content = @Content(mediaType = JSON, schema = @Schema(implementation = DataVolumeController.Category.class), examples = @ExampleObject(value = CATEGORY))))
    @interface Retrieve {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Refusals
    @Operation(tags = "Device Data Volume", operationId = "checkDataVolume", summary = "Whether more data is left", description = CHECKING, requestBody = @RequestBody(required = true, content = @Content(mediaType = JSON, schema = @Schema(type = "object"), examples = @ExampleObject(value = CHECK))), responses = @ApiResponse(responseCode = "200", description = "Whether more is left", content = @Content(mediaType = JSON, schema = @Schema(implementation = DataVolumeController.Check.class), examples = @ExampleObject(value = EXCEEDED))))
    @interface Check {}
}
