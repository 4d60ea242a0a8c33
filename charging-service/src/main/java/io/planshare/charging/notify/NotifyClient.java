package io.planshare.charging.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Calls network functions back, over HTTP/2 where they take the upgrade; follows no redirect and reads no answer's body. */
@Component
class NotifyClient implements DisposableBean {

    private final HttpClient http;
    private final NotifyHosts hosts;
    private final NotifySettings settings;

    NotifyClient(NotifyHosts hosts, NotifySettings settings) {
        this.hosts = hosts;
        this.settings = settings;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout()).executor(Executors.newVirtualThreadPerTaskExecutor()).build();
    }

    /** The address is checked again: the list may have changed since the session was opened. */
    Delivery deliver(Callback callback) throws InterruptedException {
        try {
            var uri = URI.create(callback.uri());
            var refusal = hosts.refusal(uri);
            return refusal.isPresent() ? new Delivery.NotAllowed(refusal.get()) : post(uri, callback.body());
        } catch (IOException e) {
            return new Delivery.Failed(e.getClass().getSimpleName());
        } catch (IllegalArgumentException notAnAddress) {
            return new Delivery.NotAllowed("is no address");
        }
    }

    private Delivery post(URI uri, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).timeout(settings.timeout())
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build();
        var response = http.send(request, BodyHandlers.ofInputStream());
        response.body().close();
        int status = response.statusCode();
        if (status / 100 == 2) return new Delivery.Done();
        return status == 404 || status == 410 ? new Delivery.Gone() : new Delivery.Failed("status " + status);
    }

    @Override
    public void destroy() {
        http.shutdownNow();
    }
}
