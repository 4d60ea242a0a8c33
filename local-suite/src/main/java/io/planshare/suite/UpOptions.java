package io.planshare.suite;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code up} is asked for.
 *
 * @param processes one JVM per service instead of one for all
 * @param restart a service process that ends by itself is started again
 * @param instances how many copies of a service, where more than one
 */
record UpOptions(PortPlan ports, boolean processes, boolean restart, Map<Service, Integer> instances) {

    UpOptions {
        instances = Map.copyOf(instances);
        if (!processes && !instances.isEmpty()) {
            throw new Refused("--instances needs --processes: in one JVM there is one of each service");
        }
        if (!processes && restart) {
            throw new Refused("--restart needs --processes: in one JVM services live and die together");
        }
    }

    static UpOptions parse(List<String> arguments) {
        var ports = PortPlan.USUAL;
        boolean processes = false;
        boolean restart = false;
        var instances = new EnumMap<Service, Integer>(Service.class);
        var rest = new ArrayList<>(arguments);
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            switch (option) {
                case "--processes" -> processes = true;
                case "--restart" -> restart = true;
                case "--port-base" -> ports = new PortPlan(number(option, value(option, rest)));
                case "--instances" -> count(value(option, rest), instances);
                // The strings of a command line are an open set.
                default -> throw new Refused("up does not know " + option
                        + "; it takes --processes, --restart, --instances SERVICE=N, --port-base N and --data DIR");
            }
        }
        return new UpOptions(ports, processes, restart, instances);
    }

    /** Every process or context to run, in the order in which they start. */
    List<Instance> all() {
        var all = new ArrayList<Instance>();
        for (Service service : Service.values()) {
            for (int number = 1; number <= instances.getOrDefault(service, 1); number++) {
                all.add(new Instance(service, number));
            }
        }
        return all;
    }

    private static void count(String value, Map<Service, Integer> instances) {
        String[] parts = value.split("=", 2);
        if (parts.length != 2) {
            throw new Refused("--instances is written like charging=2, not " + value);
        }
        var service = Service.named(parts[0])
                .orElseThrow(() -> new Refused("There is no service " + parts[0] + "; there are " + Service.names()));
        int count = number("--instances " + parts[0], parts[1]);
        if (count < 1 || count > Instance.MAX) {
            throw new Refused("--instances " + parts[0] + " is a number from 1 to " + Instance.MAX + ", not " + count);
        }
        if (count > 1) {
            instances.put(service, count);
        }
    }

    private static String value(String option, List<String> rest) {
        if (rest.isEmpty()) {
            throw new Refused(option + " needs a value");
        }
        return rest.removeFirst();
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new Refused(option + " needs a number, not " + value, e);
        }
    }
}
