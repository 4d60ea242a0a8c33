package io.planshare.kit.topic;

/** Header names of CloudEvents 1.0 on Kafka, binary content mode, with the extension for W3C trace context. */
public final class CloudEvents {

    public static final String SPECVERSION = "ce_specversion";
    /** The version that is written; another one is not understood. */
    public static final String SPECVERSION_VALUE = "1.0";
    public static final String ID = "ce_id";
    public static final String SOURCE = "ce_source";
    public static final String TYPE = "ce_type";
    public static final String TIME = "ce_time";
    public static final String CONTENT_TYPE = "content-type";
    public static final String JSON = "application/json";
    public static final String TRACEPARENT = "traceparent";

    private CloudEvents() {}
}
