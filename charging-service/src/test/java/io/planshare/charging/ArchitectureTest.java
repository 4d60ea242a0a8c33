package io.planshare.charging;

import org.jspecify.annotations.NullMarked;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import io.planshare.kit.testing.QueryRules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** The house's rules for this service. */
@AnalyzeClasses(packages = "io.planshare.charging", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] PURE = {"java..", "org.jspecify..", "io.planshare.model..", "io.planshare.event..",
            "io.planshare.charging.ledger..", "io.planshare.charging.cap..", "io.planshare.charging.overage..",
            "io.planshare.charging.session..", "io.planshare.charging.payer..", "io.planshare.charging.limit..",
            "io.planshare.charging.sharing", "io.planshare.charging.rating.."};

    @ArchTest
    static final ArchRule the_ledger_the_caps_and_the_limits_are_pure = classes()
            .that().resideInAnyPackage("io.planshare.charging.ledger", "io.planshare.charging.cap",
                    "io.planshare.charging.limit")
            .should().onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", "io.planshare.model..",
                    "io.planshare.event..", "io.planshare.charging.ledger", "io.planshare.charging.cap",
                    "io.planshare.charging.limit"));

    @ArchTest
    static final ArchRule the_limits_know_nothing_of_the_ledger = noClasses()
            .that().resideInAPackage("io.planshare.charging.limit")
            .should().dependOnClassesThat().resideInAPackage("io.planshare.charging.ledger");

    @ArchTest
    static final ArchRule the_rules_of_overage_and_sessions_are_pure = classes()
            .that()
            .haveNameMatching(
                    "io\\.planshare\\.charging\\.(overage\\.(Consent|OverageConsent|TariffConsent|Overages|Spendings|Spending|Meter|OverageHold"
                            + "|ConsentTerms|StoredConsent)"
                            + "|session\\.(SessionDecision|UsageSpan|Involved|ChargingSession|Denial|Books|Blocking|Booked)"
                            + "|payer\\.(Payer|Payers|ServedResource|Subscription))(\\$.*)?")
            .should().onlyDependOnClassesThat(resideInAnyPackage(PURE));

    @ArchTest
    static final ArchRule the_rules_of_rating_and_charges_are_pure = classes()
            .that().haveNameMatching("io\\.planshare\\.charging\\.(rating\\.(Tariff|TariffVersion|TariffEntry|PriceStep"
                    + "|NetworkZone|TimeBand|RatePlan|Priced|Catalogue|Use|Quote)|charge\\.Charge)(\\$.*)?")
            .should().onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", "io.planshare.model..",
                    "io.planshare.event..", "io.planshare.charging.rating..", "io.planshare.charging.charge.."));

    @ArchTest
    static final ArchRule stores_are_nobody_elses = classes().that().haveSimpleNameEndingWith("Store")
            .should().notBePublic().because("a feature's tables are reached through its scripts");

    @ArchTest
    static final ArchRule edges_are_nobody_elses = classes().that().haveSimpleNameEndingWith("Controller")
            .or().haveSimpleNameEndingWith("Listener").should().notBePublic();

    @ArchTest
    static final ArchRule every_package_is_null_marked = classes().should(resideInANullMarkedPackage());

    /** 3GPP's own words end in nchf. */
    @ArchTest
    static final ArchRule names_say_what_a_thing_is = noClasses()
            .that().resideOutsideOfPackage("io.planshare.charging.nchf").should().haveNameMatching(
                    ".*(Impl|Manager|Helper|Util|Utils|Processor|Handler|Dto|Abstract\\w*|Base|Data|Info)");

    @ArchTest
    static final ArchTests queries = ArchTests.in(QueryRules.class);

    @ArchTest
    static final ArchRule nobody_reads_another_clock = noClasses()
            .should().callMethod(java.time.Instant.class, "now")
            .orShould().callMethod(java.time.LocalDate.class, "now")
            .orShould().callMethod(System.class, "currentTimeMillis")
            .because("business time comes from the kit's clock");

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var marked = type.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent();
                if (!marked) events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no such package"));
            }
        };
    }
}
