package io.planshare.suite.demo;

import java.util.UUID;

/** Who plays in the story: each with a contract and a card, the company like the people. */
enum Person {
    ANA("Ana", "PERSON", 0x10, 0x10, "001010000000110"),
    /** Ana's daughter, on Ana's contract. */
    TIA("Tia", "PERSON", 0x11, 0x10, "001010000000111"),
    ULI("Uncle Uli", "PERSON", 0x12, 0x12, "001010000000112"),
    /** Owns the car; its card is built in. */
    FLEET("Roll-On Rentals", "ORG", 0x13, 0x13, "001010000000113"),
    GINA("Gina", "PERSON", 0x14, 0x14,
            "001010000000114");

    private final String label;
    private final String type;
    private final int number;
    private final int payer;
    private final String imsi;

    Person(String label, String type, int number, int payer, String imsi) {
        this.label = label;
        this.type = type;
        this.number = number;
        this.payer = payer;
        this.imsi = imsi;
    }

    String label() {
        return label;
    }

    String type() {
        return type;
    }

    String imsi() {
        return imsi;
    }

    UUID party() {
        return DemoId.of(number);
    }

    /** Whose contract the card is on. */
    UUID account() {
        return DemoId.of(0x10 + payer);
    }

    boolean hasAccount() {
        return number == payer;
    }

    UUID subscription() {
        return DemoId.of(0x20 + number);
    }
}
