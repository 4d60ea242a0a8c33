package io.planshare.suite.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.planshare.model.Imei;
import io.planshare.model.Imsi;

/**
 * Who plays in a trace: each device with its owner and a second user, and one content seller for all. Numbers and ids follow
 * from the file, so that they are the same each time.
 */
final class Cast {

    /** @param subscription who pays when the player does */
    record Player(UUID party, UUID account, UUID subscription, UUID pool, Imsi imsi) {}

    record Handset(String name, UUID device, Imei imei, Player owner, Player secondUser) {}

    final Player seller;
    private final Map<String, Handset> handsets = new HashMap<>();
    private final Map<UUID, RatingGroup.Payer> payers = new HashMap<>();

    Cast(Trace trace) {
        int file = Math.floorMod(trace.hash().hashCode(), 1_000);
        seller = player(trace, "seller", file, 999_999, 9);
        payers.put(seller.subscription(), RatingGroup.Payer.SPONSOR);
        var tacs = new HashMap<String, String>();
        trace.records().forEach(data -> tacs.putIfAbsent(data.device(), data.tac()));
        int number = 0;
        for (var name : trace.devices()) {
            var owner = player(trace, name + ":owner", file, number, 0);
            var secondUser = player(trace, name + ":second", file, number, 1);
            payers.put(owner.subscription(), RatingGroup.Payer.OWNER);
            payers.put(secondUser.subscription(), RatingGroup.Payer.SECOND_USER);
            handsets.put(name,
                    new Handset(name, trace.id(name + ":device"), imei(tacs.getOrDefault(name, ""), file, number),
                            owner, secondUser));
            number++;
        }
    }

    Handset handset(String device) {
        return java.util.Objects.requireNonNull(handsets.get(device));
    }

    List<Handset> handsets() {
        return List.copyOf(handsets.values());
    }

    Map<UUID, RatingGroup.Payer> payers() {
        return payers;
    }

    private static Player player(Trace trace, String name, int file, int number, int role) {
        return new Player(trace.id(name + ":party"), trace.id(name + ":account"), trace.id(name + ":subscription"),
                trace.id(name + ":pool"), new Imsi(String.format("46001%03d%06d%d", file, number, role)));
    }

    private static Imei imei(String tac, int file, int number) {
        var model = tac.matches("[0-9]{6}") ? tac : "350000";
        var digits = String.format("%s%03d%05d", model, file, number);
        return new Imei(digits + checkDigit(digits));
    }

    private static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? 2 * digit : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return (10 - sum % 10) % 10;
    }
}
