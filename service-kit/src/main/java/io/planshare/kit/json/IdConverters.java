package io.planshare.kit.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.UUID;

import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;

import io.planshare.model.Id;

/** Reads our ids in paths and queries: {@code @PathVariable DeviceId id}. */
final class IdConverters implements ConverterFactory<String, Id> {

    @Override
    public <T extends Id> Converter<String, T> getConverter(Class<T> type) {
        try {
            var constructor = type.getDeclaredConstructor(UUID.class);
            return text -> create(constructor, CanonicalUuid.parse(text));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException("an id is a record of one UUID: " + type, e);
        }
    }

    private static <T extends Id> T create(Constructor<T> constructor, UUID value) {
        try {
            return constructor.newInstance(value);
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("an id's constructor is public and refuses nothing", e);
        }
    }
}
