package io.planshare.suite;

import java.util.ArrayList;
import java.util.List;

/** What the issuer and home page are told by the suite. */
final class HomeArguments {
    private HomeArguments() {}

    static String[] of(SuiteDirectory directory, UpOptions options) {
        var arguments = new ArrayList<String>(List.of(
                "--server.port=" + options.ports().home(),
                "--server.address=127.0.0.1",
                "--spring.main.register-shutdown-hook=false",
                "--planshare.issuer.url=" + options.ports().homeUrl(),
                "--planshare.issuer.directory=" + directory.issuer()));
        List<Instance> all = options.all();
        for (int i = 0; i < all.size(); i++) {
            String url = options.ports().urlOf(all.get(i)).toString();
            arguments.add("--planshare.issuer.swagger-origins[" + i + "]=" + url);
            arguments.add("--planshare.home.services." + all.get(i).name() + ".url=" + url);
        }
        return arguments.toArray(String[]::new);
    }
}
