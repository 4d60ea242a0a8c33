package io.planshare.event;

/** The topics of the suite. State topics are compacted and hold {@link StateEvent}s only. */
public enum Topic {
    /** Key deviceId. */
    DEVICE("device", true),
    /** Key subscriptionId. */
    SUBSCRIPTION("subscription", true),
    /** Key deviceId. */
    ENROLLMENT("enrollment", false),
    /** Key deviceId. */
    PAYER_MAP("payer-map", true),
    /** Key accountId of the consumer. */
    PLAN("plan", true),
    /** Key accountId of the package's owner. */
    PACKAGE("package", false),
    /** Key groupId of the sharing group: questions and proposals of a close. */
    DEDUCTION("deduction", false),
    /** Key groupId of the sharing group: what charging answers to a close. */
    CLOSE("close", false),
    /** Key deviceId, else subscriptionId. */
    USAGE("usage", false),
    /** Key accountId. */
    CHARGE("charge", false),
    /** Key deviceId, else subscriptionId. Cells, peers and hosts travel here only; theft-detection alone may read it. */
    OBSERVATION("observation", false),
    /** Key providerAccountId. */
    CREDIT("credit", false),
    /** Key deviceId, else subscriptionId. */
    TRANSFER("transfer", false),
    /** Key simCardId. */
    SIM("sim", true),
    /** Key equipmentId. */
    EQUIPMENT("equipment", true),
    /** Key simCardId: which group's allowance a card may use, and whether it is barred. */
    SIM_GROUP("sim-group", true),
    /** What people may want to be told; nothing in the suite reads it. Key: what it is about. */
    NOTIFICATION("notification", false),
    /** Key deviceId. */
    RESTRICTION("restriction", true),
    /** Key deviceId, or groupId when the cause is SIM_GROUP. */
    ENFORCEMENT_ACK("enforcement-ack", false);

    private final String stem;
    private final boolean state;

    Topic(String stem, boolean state) {
        this.stem = stem;
        this.state = state;
    }

    /** The name in Kafka, such as {@code planshare.payer-map.v1}. */
    public String topicName() {
        return "planshare." + stem + ".v1";
    }

    public String stem() {
        return stem;
    }

    public boolean isState() {
        return state;
    }
}
