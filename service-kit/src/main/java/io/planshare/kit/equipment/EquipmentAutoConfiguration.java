package io.planshare.kit.equipment;

import java.time.Clock;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.ConditionalOnService;

/** For a service that refuses barred equipment: {@code planshare.equipment.enforced=true}. */
@AutoConfiguration
@ConditionalOnService
@ConditionalOnProperty("planshare.equipment.enforced")
class EquipmentAutoConfiguration {

    @Bean
    EquipmentStore equipmentStore(JdbcClient jdbc) {
        return new EquipmentStore(jdbc);
    }

    @Bean
    Equipments equipments(EquipmentStore store) {
        return new Equipments(store);
    }

    @Bean
    EquipmentConsumer equipmentConsumer(EquipmentStore store, Clock clock) {
        return new EquipmentConsumer(store, clock);
    }
}
