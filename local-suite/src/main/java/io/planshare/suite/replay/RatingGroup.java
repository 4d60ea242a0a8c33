package io.planshare.suite.replay;

import java.util.List;
import java.util.Set;

/**
 * What a user plane function makes of hosts and ports, and whose capability it is. The first rule that fits decides:
 * <ol>
 * <li>a host of the content seller {@code qq} is {@link #CONTENT}: its seller pays;
 * <li>a host of an application store or a video site is {@link #INFOTAINMENT}: the second user pays;
 * <li>a port of mail or push messages is {@link #MESSAGING}: the second user pays;
 * <li>all else is {@link #OTHER}: the owner pays.
 * </ol>
 */
enum RatingGroup {
    CONTENT(40, Payer.SPONSOR),
    INFOTAINMENT(20, Payer.SECOND_USER),
    MESSAGING(30, Payer.SECOND_USER),
    OTHER(10,
            Payer.OWNER);

    /** Who pays for a rating group of a replayed device. */
    enum Payer {
        OWNER("the owners"), SECOND_USER("the second users"), SPONSOR("the content seller");

        final String words;

        Payer(String words) {
            this.words = words;
        }
    }

    /** The seller's name in the capability's code. */
    static final String SELLER = "qq";

    private static final List<String> SELLERS_HOSTS = List.of("qq.com", "qpic.cn", "qlogo.cn", "gtimg.cn");
    private static final List<String> ENTERTAINMENT_HOSTS = List.of("apple.com", "iqiyi.com", "youku.com", "sohu.com",
            "weibo.cn", "sinaimg.cn");
    private static final Set<Integer> MESSAGE_PORTS = Set.of(25, 110, 143, 465, 587, 993, 995, 5222, 5223, 5224, 5225,
            5226, 5227, 5228, 8000, 14000);

    final long number;
    final Payer payer;

    RatingGroup(long number, Payer payer) {
        this.number = number;
        this.payer = payer;
    }

    static RatingGroup of(TraceRecord data) {
        if (SELLERS_HOSTS.contains(data.host())) return CONTENT;
        if (ENTERTAINMENT_HOSTS.contains(data.host())) return INFOTAINMENT;
        return MESSAGE_PORTS.contains(data.port()) ? MESSAGING : OTHER;
    }
}
