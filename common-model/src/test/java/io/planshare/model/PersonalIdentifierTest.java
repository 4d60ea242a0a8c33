package io.planshare.model;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.model.InvalidIdentifier.Fault;
import io.planshare.model.PersonalIdentifier.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

class PersonalIdentifierTest {

    private static final String EID = "89049032123451234512345678901235";
    private static final int ROUNDS = 2_000;

    private final JsonMapper json = JsonMapper.builder().build();

    record Card(Iccid iccid, Imsi imsi) {}

    record Anything(PersonalIdentifier identifier) {}

    @Test
    void published_examples_are_accepted() {
        assertThat(Imei.parse("490154203237518").tac()).isEqualTo("49015420");
        assertThat(Eid.parse(EID).value()).isEqualTo(EID);
        assertThat(Iccid.parse("8965880812100011146").value()).isEqualTo("8965880812100011146");
    }

    @Test
    void an_imeisv_loses_its_software_version_and_gains_a_check_digit() {
        assertThat(Imei.parse("4901542032375107")).isEqualTo(Imei.parse("490154203237518"));
        assertThat(Imei.ofPei("imeisv-4901542032375199")).isEqualTo(Imei.ofPei("imei-490154203237518"));
        assertThat(Imei.parse("490154203237518").pei()).isEqualTo("imei-490154203237518");
    }

    @Test
    void a_spare_zero_from_the_network_stands_for_the_check_digit_but_not_in_a_form() {
        assertThat(Imei.ofPei("imei-490154203237510").value()).isEqualTo("490154203237518");
        assertThatThrownBy(() -> Imei.parse("490154203237510")).isInstanceOf(InvalidIdentifier.class);
        assertThatThrownBy(() -> Imei.ofPei("imei-490154203237511")).isInstanceOf(InvalidIdentifier.class);
    }

    @Test
    void names_of_the_5g_core_are_read_and_written() {
        assertThat(Imsi.ofSupi("imsi-001010123456789").supi()).isEqualTo("imsi-001010123456789");
        assertThat(Msisdn.ofGpsi("msisdn-491701234567").gpsi()).isEqualTo("msisdn-491701234567");
        assertThat(Msisdn.parse("+491701234567")).isEqualTo(Msisdn.parse("491701234567"));
    }

    @Test
    void hardware_addresses_are_read_in_the_three_ways_they_are_printed() {
        assertThat(MacAddress.parse("00-00-5e-00-53-01")).isEqualTo(MacAddress.parse("00:00:5E:00:53:01"))
                .isEqualTo(MacAddress.parse("00005E005301"));
        assertThat(Eui64.parse("02:00:5e:ff:fe:00:53:01").value()).isEqualTo("02005EFFFE005301");
        assertThat(DeviceSerial.parse("Acme/X-1")).isNotEqualTo(DeviceSerial.parse("acme/x-1"));
    }

    @Test
    void padding_of_an_iccid_is_taken_off() {
        assertThat(Iccid.parse("8965880812100011146F")).isEqualTo(Iccid.parse("8965880812100011146"));
        assertThat(Iccid.parse("896588081210001114ff").value()).hasSize(18);
    }

    @ParameterizedTest
    @CsvSource({"IMEI, 49015420323751, WRONG_LENGTH, 'expected 15 digits, or 16 as an IMEISV, found 14'",
            "IMEI, 49015420323751812, WRONG_LENGTH, found 17",
            "IMEI, 490154203237517, WRONG_CHECK_DIGIT, the Luhn digit of the 14 before",
            "IMEI, 49015420-323751-8, NOT_DIGITS, something else at place 9",
            "IMEI, '', MISSING, the IMEI is missing: expected 15 digits",
            "IMSI, 00101, WRONG_LENGTH, 'expected 6 to 15 digits, found 5'",
            "IMSI, 0010101234567890, WRONG_LENGTH, found 16", "IMSI, 00101 123456789, NOT_DIGITS, place 6",
            "IMSI, ' ', MISSING, the IMSI is missing", "MSISDN, 4917, WRONG_LENGTH, found 4",
            "MSISDN, 4917012345678901, WRONG_LENGTH, found 16", "MSISDN, +49170x234567, NOT_DIGITS, place 7",
            "MSISDN, ++491701234567, NOT_DIGITS, place 2",
            "MSISDN, 01701234567, WRONG_PREFIX, a country code which never begins with 0",
            "MSISDN, , MISSING, the MSISDN is missing", "MSISDN, +, MISSING, the MSISDN is missing",
            "ICCID, 89658808121000111, WRONG_LENGTH, 'expected 18 to 20 digits, found 17'",
            "ICCID, 896588081210001114699, WRONG_LENGTH, found 21",
            "ICCID, 8965880812100011146FF, WRONG_LENGTH, no more than 20 places",
            "ICCID, 8865880812100011146, WRONG_PREFIX, expected 89",
            "ICCID, 8965880812100011147, WRONG_CHECK_DIGIT, the Luhn digit of those before",
            "ICCID, 8965880812G00011146, NOT_DIGITS, place 11", "ICCID, , MISSING, the ICCID is missing",
            "EID, 8904903212345123451234567890123, WRONG_LENGTH, 'expected 32 digits, found 31'",
            "EID, 88049032123451234512345678901235, WRONG_PREFIX, expected 89",
            "EID, 89049032123451234512345678901236, WRONG_CHECK_DIGIT, leave 1 when divided by 97",
            "EID, 8904903212345123451234567890123A, NOT_DIGITS, place 32", "EID, , MISSING, the EID is missing",
            "MAC, 00005E0053, WRONG_LENGTH, 'expected 12 hex digits, found 10'",
            "MAC, 00:00-5E:00:53:01, NOT_ALLOWED, place 6", "MAC, 00005E00530G, NOT_ALLOWED, place 12",
            "MAC, 00:00:5E:00:53:01:, NOT_ALLOWED, place 18", "MAC, 00.00.5E.00.53.01, NOT_ALLOWED, place 3",
            "MAC, , MISSING, the MAC is missing", "EUI64, 02005EFFFE00530, WRONG_LENGTH, found 15",
            "EUI64, 02-00-5E-FF-FE-00-53-0x, NOT_ALLOWED, place 16", "EUI64, ' ', MISSING, the EUI64 is missing",
            "SERIAL, AB, WRONG_LENGTH, found 2", "SERIAL, A B1, NOT_ALLOWED, place 2",
            "SERIAL, , MISSING, the SERIAL is missing"})
    void A9_each_wrong_form_says_what_was_expected_and_never_repeats_the_number(Kind kind, @Nullable String text,
            Fault fault,
            String saying) {
        var refusal = refusalOf(kind, text);

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.fault()).isEqualTo(fault);
        assertThat(refusal.getMessage().replace("code, which", "code which")).contains(kind.name(), saying);
        if (text != null && text.length() > 3) assertThat(refusal.getMessage()).doesNotContain(text);
    }

    @Test
    void A9_no_two_faults_share_a_message() {
        var messages = List.of(refusalOf(Kind.IMEI, "490154203237517"), refusalOf(Kind.IMEI, "1"),
                refusalOf(Kind.IMEI, "x"), refusalOf(Kind.IMEI, ""), refusalOf(Kind.EID, EID.replace('5', '6')),
                refusalOf(Kind.EID, "1"), refusalOf(Kind.EID, "x"), refusalOf(Kind.EID, ""),
                refusalOf(Kind.EID, "7" + EID.substring(1)), refusalOf(Kind.ICCID, "8965880812100011147"),
                refusalOf(Kind.ICCID, "1"), refusalOf(Kind.ICCID, "x"), refusalOf(Kind.ICCID, ""),
                refusalOf(Kind.ICCID, "7965880812100011147"), refusalOf(Kind.IMSI, "1"), refusalOf(Kind.IMSI, "x"),
                refusalOf(Kind.IMSI, ""), refusalOf(Kind.MSISDN, "1"), refusalOf(Kind.MSISDN, "x"),
                refusalOf(Kind.MSISDN, ""), refusalOf(Kind.MSISDN, "012345")).stream().map(Throwable::getMessage)
                .toList();

        assertThat(new HashSet<>(messages)).hasSameSizeAs(messages);
    }

    @Test
    void a_3gpp_name_of_another_kind_is_refused_by_its_prefix() {
        assertPrefixRefused(() -> Imei.ofPei("mac-00-00-5E-00-53-00"), "imei- or imeisv-");
        assertPrefixRefused(() -> Imei.ofPei("490154203237518"), "imei- or imeisv-");
        assertPrefixRefused(() -> Imsi.ofSupi("nai-someone@example.org"), "imsi-");
        assertPrefixRefused(() -> Msisdn.ofGpsi("extid-someone@example.org"), "msisdn-");
        assertThatThrownBy(() -> Imei.ofPei("imei-4901542032375107")).hasMessageContaining("15 digits after imei-");
        assertThatThrownBy(() -> Imei.ofPei("imeisv-490154203237518"))
                .hasMessageContaining("16 digits after imeisv-, found 15");
        assertThatThrownBy(() -> Imsi.ofSupi("imsi-12x456")).hasMessageContaining("place 8");
        assertThatThrownBy(() -> Imsi.ofSupi(null)).hasMessageContaining("missing");
        assertThatThrownBy(() -> Msisdn.ofGpsi("msisdn-+491701234567")).hasMessageContaining("place 8");
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EXCLUDE, names = {"MAC", "EUI64", "SERIAL"})
    void only_ascii_digits_are_digits(Kind kind) {
        var number = Identifiers.valid(kind, new Random(7));
        for (char zero : new char[]{'\u0660', '\uff10', '\u0966'}) {
            int digit = number.charAt(3) - '0';
            var foreign = number.substring(0, 3) + (char) (zero + digit) + number.substring(4);
            assertThat(refusalOf(kind, foreign).fault()).isEqualTo(Fault.NOT_DIGITS);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void any_valid_number_is_read_and_nowhere_shown(Kind kind) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var number = Identifiers.valid(kind, random);
            var read = Identifiers.parse(kind, number);

            assertThat(read.value()).as("seed %d", seed).isEqualTo(number);
            assertThat(read.kind()).isEqualTo(kind);
            assertThat(read).isEqualTo(Identifiers.parse(kind, number));
            assertThat(read.toString()).hasSameSizeAs(number).isEqualTo(read.masked());
            assertThat(read.masked().chars().filter(c -> c == '*').count()).as("hidden of %s", kind)
                    .isEqualTo(kind == Kind.IMEI ? 7 : number.length() < 10 ? number.length() : number.length() - 2);
            assertThat(json.writeValueAsString(read)).isEqualTo("\"" + read.masked() + "\"");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"IMEI", "ICCID", "EID"})
    void one_mistyped_digit_is_always_found(Kind kind) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var number = Identifiers.valid(kind, random);
            if (number.length() == 18) continue;
            // The first two of ICCID and EID are the prefix, which has its own refusal.
            int place = random.nextInt(kind == Kind.IMEI ? 0 : 2, number.length());
            var wrong = Identifiers.flipped(number, place, random);

            assertThat(refusalOf(kind, wrong).fault()).as("seed %d", seed).isEqualTo(Fault.WRONG_CHECK_DIGIT);
        }
    }

    @Test
    void json_takes_the_clear_number_and_gives_the_mask_in_fields_lists_and_keys() {
        var card = json.readValue("{\"iccid\":\"8965880812100011146F\",\"imsi\":\"001010123456789\"}", Card.class);
        assertThat(card).isEqualTo(new Card(Iccid.parse("8965880812100011146"), Imsi.parse("001010123456789")));

        assertThat(json.writeValueAsString(card))
                .isEqualTo("{\"iccid\":\"*****************46\",\"imsi\":\"*************89\"}");
        assertThat(json.writeValueAsString(new Anything(card.imsi()))).contains("\"*************89\"");
        assertThat(json.writeValueAsString(List.of(card.imsi()))).doesNotContain(card.imsi().value());
        assertThat(json.writeValueAsString(Map.of(card.imsi(), 1))).doesNotContain(card.imsi().value());
        assertThat(card.toString()).doesNotContain(card.iccid().value(), card.imsi().value());
    }

    @Test
    void a_wrong_number_in_json_keeps_its_reason_and_is_not_repeated() {
        assertThatThrownBy(() -> json.readValue("{\"iccid\":\"8965880812100011147\"}", Card.class))
                .hasRootCauseInstanceOf(InvalidIdentifier.class)
                .satisfies(thrown -> assertThat(thrown.toString()).doesNotContain("8965880812100011147"));
    }

    private static InvalidIdentifier refusalOf(Kind kind, @Nullable String text) {
        var refusal = catchThrowableOfType(InvalidIdentifier.class, () -> Identifiers.parse(kind, text));
        assertThat(refusal).as("%s should be refused", kind).isNotNull();
        return refusal;
    }

    private static void assertPrefixRefused(Runnable reading, String expected) {
        assertThatThrownBy(reading::run).isInstanceOfSatisfying(InvalidIdentifier.class, refusal -> {
            assertThat(refusal.fault()).isEqualTo(Fault.WRONG_PREFIX);
            assertThat(refusal.getMessage()).contains("expected " + expected + ",").doesNotContain("someone");
        });
    }
}
