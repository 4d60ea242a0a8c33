package io.planshare.kit.topic;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.event.Event;
import io.planshare.event.EventType;

/** Events as JSON. Its own mapper: a service's settings for its API must not change the wire. */
public final class EventJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private EventJson() {}

    public static String write(Event event) {
        return JSON.writeValueAsString(event);
    }

    /**
     * Members that this version does not know are ignored.
     *
     * @throws IllegalArgumentException the value is {@code null}
     * @throws JacksonException the value is not JSON of that type; its message may show a part of the value
     */
    public static Event read(EventType type, byte[] value) {
        Event event = JSON.readValue(value, type.payload());
        if (event == null) throw new IllegalArgumentException(type.ceType() + " is null");
        return event;
    }
}
