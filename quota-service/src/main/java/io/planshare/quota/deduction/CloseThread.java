package io.planshare.quota.deduction;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Closes are computed on a thread of their own: a large one takes half a minute, and whatever else time does goes on. */
@Configuration(proxyBeanMethods = false)
class CloseThread {

    static final String NAME = "closeScheduler";

    /** Only for what asks for it by its name: all else stays with Spring Boot's. */
    @Bean(name = NAME, defaultCandidate = false)
    ThreadPoolTaskScheduler scheduler() {
        var scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix("close-");
        scheduler.setDaemon(true);
        return scheduler;
    }
}
