package io.planshare.charging.camara;

import io.swagger.v3.oas.annotations.media.Schema;

/** Which of several identifiers of the request was taken: clear, since the caller wrote it. */
@Schema(name = "DeviceResponse")
record DeviceChosen(@Schema(example = "+491701234567") String phoneNumber) {}
