package io.planshare.charging.nchf;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonPointer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.planshare.charging.notify.NotifyHosts;

/** Bodies as network functions send them, and ways to change one. */
final class NchfFixtures {

    static final JsonMapper JSON = JsonMapper.builder().build();
    static final NchfSettings SETTINGS = settings("TERMINATE", null, List.of());
    static final NotifyHosts HOSTS = new NotifyHosts(List.of("localhost", "127.0.0.1", "[::1]"));

    static final String MINIMAL = """
                                  {
                                    "subscriberIdentifier": "imsi-001010000000001",
                                    "nfConsumerIdentification": {"nodeFunctionality": "SMF"},
                                    "invocationTimeStamp": "2026-11-23T10:15:00Z",
                                    "invocationSequenceNumber": 0
                                  }""";

    /** As an open-source SMF sends its first request: no units yet, a name that is no UUID, members that nobody needs. */
    static final String OPEN_SOURCE_SMF = """
                                          {
                                            "subscriberIdentifier": "imsi-208930000000003",
                                            "nfConsumerIdentification": {
                                              "nFName": "SMF",
                                              "nFIPv4Address": "127.0.0.2",
                                              "nFPLMNID": {"mcc": "208", "mnc": "93"},
                                              "nodeFunctionality": "SMF"
                                            },
                                            "invocationTimeStamp": "2026-11-23T18:04:05.987654321+08:00",
                                            "invocationSequenceNumber": 0,
                                            "retransmissionIndicator": false,
                                            "notifyUri": "http://127.0.0.1:8000/nsmf-callback/notify_imsi-208930000000003",
                                            "pDUSessionChargingInformation": {
                                              "chargingId": 1,
                                              "userInformation": {"servedGPSI": "msisdn-0900000000", "servedPEI": "imeisv-1110000000000000"},
                                              "pduSessionInformation": {
                                                "networkSlicingInfo": {"sNSSAI": {"sst": 1, "sd": "010203"}},
                                                "pduSessionID": 1,
                                                "pduType": "IPV4",
                                                "servingNetworkFunctionID": {"servingNetworkFunctionInformation": {"nodeFunctionality": "AMF"}},
                                                "dnnId": "internet",
                                                "pduAddress": {"pduIPv4Address": "10.60.0.1", "iPv4dynamicAddressFlag": true},
                                                "authorizedQoSInformation": {"5qi": 9, "arp": {"priorityLevel": 8}}
                                              }
                                            },
                                            "roamingQBCInformation": null,
                                            "triggers": []
                                          }""";

    static final String SEVERAL_GROUPS = """
                                         {
                                           "subscriberIdentifier": "imsi-001010000000001",
                                           "nfConsumerIdentification": {"nodeFunctionality": "SMF", "nFFqdn": "smf.example"},
                                           "invocationTimeStamp": "2026-11-23T10:15:00Z",
                                           "invocationSequenceNumber": 4294967295,
                                           "multipleUnitUsage": [
                                             {"ratingGroup": 4294967295, "requestedUnit": {"totalVolume": 5}, "uPFID": "first"},
                                             {"ratingGroup": 0, "requestedUnit": {}},
                                             {"ratingGroup": 7, "usedUnitContainer": [
                                               {"localSequenceNumber": 3, "time": 60, "uplinkVolume": 40, "downlinkVolume": 2, "serviceId": 9}]},
                                             {"ratingGroup": 4294967295, "requestedUnit": {"totalVolume": 6}, "uPFID": "second",
                                               "usedUnitContainer": [{"localSequenceNumber": 0, "totalVolume": 11, "uplinkVolume": 1,
                                                 "triggerTimestamp": "2026-11-23T10:14:00.5Z"}]},
                                             {"ratingGroup": 8, "requestedUnit": {"time": 30}},
                                             {"ratingGroup": 9, "requestedUnit": {"serviceSpecificUnits": 2}}
                                           ]
                                         }""";

    private NchfFixtures() {}

    static NchfSettings settings(String finalUnitAction, @Nullable String redirectAddress, List<String> filterIds) {
        return new NchfSettings(Duration.ofMinutes(5),
                new NchfSettings.FinalUnit(NchfSettings.Action.valueOf(finalUnitAction), NchfSettings.AddressType.URL,
                        redirectAddress, filterIds, List.of()));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The same with another value at a pointer, whose parent exists. */
    static String with(String json, String pointer, String value) {
        var tree = JSON.readTree(json);
        var path = JsonPointer.compile(pointer);
        switch (tree.at(path.head())) {
            case ObjectNode object -> object.set(path.last().getMatchingProperty(), JSON.readTree(value));
            case ArrayNode array -> array.set(path.last().getMatchingIndex(), JSON.readTree(value));
            default -> throw new IllegalArgumentException("no parent of " + pointer);
        }
        return JSON.writeValueAsString(tree);
    }

    static String without(String json, String pointer) {
        var tree = JSON.readTree(json);
        var path = JsonPointer.compile(pointer);
        ((ObjectNode) tree.at(path.head())).remove(path.last().getMatchingProperty());
        return JSON.writeValueAsString(tree);
    }
}
