package io.planshare.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.springframework.context.ConfigurableApplicationContext;

import io.planshare.kit.PlanshareApplication;

/** Every service a Spring context of its own, on one classpath and in one JVM. */
final class OneJvm implements Shape {
    private final SuiteDirectory directory;
    private final Function<Instance, Map<String, String>> settings;
    private final Map<Instance, ConfigurableApplicationContext> contexts = new ConcurrentHashMap<>();

    OneJvm(SuiteDirectory directory, Function<Instance, Map<String, String>> settings) {
        this.directory = directory;
        this.settings = settings;
    }

    @Override
    public void start(Instance instance) {
        ServiceLog.enter(instance.name());
        try {
            var context = PlanshareApplication
                    .builder(Class.forName(instance.service().application()), instance.service().id())
                    .registerShutdownHook(false)
                    .run(settings.apply(instance).entrySet().stream()
                            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                            .toArray(String[]::new));
            contexts.put(instance, context);
        } catch (ClassNotFoundException | RuntimeException e) {
            throw new Refused(instance.name() + " did not start: " + cause(e) + " (more in "
                    + directory.log(instance.name()) + ")", e);
        } finally {
            ServiceLog.leave();
        }
    }

    @Override
    public boolean runs(Instance instance) {
        return contexts.containsKey(instance);
    }

    /** All at once: each lets its requests finish and its outbox rest, and waits for nobody. */
    @Override
    public void close() {
        var closing = new ArrayList<Thread>();
        for (var entry : List.copyOf(contexts.entrySet())) {
            closing.add(Thread.ofPlatform().name("close-" + entry.getKey().name()).start(() -> {
                ServiceLog.enter(entry.getKey().name());
                entry.getValue().close();
            }));
        }
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        contexts.clear();
    }

    private static String cause(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage() == null ? deepest : deepest.getMessage()).lines().findFirst()
                .orElse("");
    }
}
