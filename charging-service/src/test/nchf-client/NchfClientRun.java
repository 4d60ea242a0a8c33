import java.net.http.HttpClient;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

import nchf.client.ApiClient;
import nchf.client.ApiException;
import nchf.client.api.DefaultApi;
import nchf.client.model.ChargingDataRequest;
import nchf.client.model.MultipleUnitInformation;
import nchf.client.model.MultipleUnitUsage;
import nchf.client.model.NFIdentification;
import nchf.client.model.NodeFunctionality;
import nchf.client.model.OneTimeEventType;
import nchf.client.model.RequestedUnit;
import nchf.client.model.UsedUnitContainer;

/**
 * A network function on a client that openapi-generator made of 3GPP's own description. GeneratedClientTest compiles it with
 * that client and calls it: it is given where and as whom, and tells what it saw.
 */
public class NchfClientRun implements UnaryOperator<Map<String, String>> {

    private final Map<String, String> seen = new LinkedHashMap<>();

    @Override
    public Map<String, String> apply(Map<String, String> given) {
        try {
            var version = HttpClient.Version.valueOf(given.get("version"));
            var client = new ApiClient(HttpClient.newBuilder().version(version), ApiClient.createDefaultObjectMapper(),
                    given.get("base"));
            client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + given.get("token")));
            client.setResponseInterceptor(response -> seen.put("version", response.version().name()));
            run(new DefaultApi(client), given.get("supi"));
        } catch (ApiException e) {
            seen.put("failed", e.getCode() + " " + e.getResponseBody() + " " + e.getMessage());
        }
        return seen;
    }

    private void run(DefaultApi api, String supi) throws ApiException {
        var created = api.chargingdataPostWithHttpInfo(request(0).subscriberIdentifier(supi)
                .addMultipleUnitUsageItem(asking(new RequestedUnit().totalVolume(10_000_000))));
        seen.put("created", created.getStatusCode() + " " + told(created.getData().getMultipleUnitInformation()));
        var place = created.getHeaders().get("location").getFirst();
        var ref = place.substring(place.lastIndexOf('/') + 1);

        var updated = api.chargingdataChargingDataRefUpdatePost(ref, request(1).addMultipleUnitUsageItem(
                asking(new RequestedUnit()).addUsedUnitContainerItem(used(1, 4_000_000))));
        seen.put("updated",
                updated.getInvocationSequenceNumber() + " " + told(updated.getMultipleUnitInformation()));

        var released = api.chargingdataChargingDataRefReleasePostWithHttpInfo(ref, request(2)
                .addMultipleUnitUsageItem(new MultipleUnitUsage().ratingGroup(10)
                        .addUsedUnitContainerItem(used(2, 1_000_000))));
        seen.put("released", Integer.toString(released.getStatusCode()));

        var event = api.chargingdataPost(request(3).subscriberIdentifier(supi).oneTimeEvent(true)
                .oneTimeEventType(new OneTimeEventType("IEC"))
                .addMultipleUnitUsageItem(asking(new RequestedUnit().totalVolume(500_000))));
        seen.put("event", told(event.getMultipleUnitInformation()));
        try {
            api.chargingdataChargingDataRefUpdatePost(ref, request(4));
        } catch (ApiException refused) {
            seen.put("late", refused.getCode() + " " + refused.getResponseBody());
        }
    }

    private static ChargingDataRequest request(int number) {
        return new ChargingDataRequest().invocationSequenceNumber(number)
                .invocationTimeStamp(OffsetDateTime.now(ZoneOffset.ofHours(2)))
                .nfConsumerIdentification(new NFIdentification().nFName(UUID.randomUUID())
                        .nodeFunctionality(new NodeFunctionality("SMF")));
    }

    private static MultipleUnitUsage asking(RequestedUnit unit) {
        return new MultipleUnitUsage().ratingGroup(10).uPFID(new UUID(0, 7)).requestedUnit(unit);
    }

    private static UsedUnitContainer used(int number, int octets) {
        return new UsedUnitContainer().localSequenceNumber(number).totalVolume(octets);
    }

    private static String told(List<MultipleUnitInformation> units) {
        var unit = units.getFirst();
        var triggers = unit.getTriggers() == null
                ? List.of()
                : unit.getTriggers().stream().map(trigger -> trigger.getTriggerType().getString()).toList();
        return unit.getResultCode().getString() + " " + unit.getGrantedUnit().getTotalVolume() + " " + triggers;
    }
}
