package io.planshare.enrollment;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.NullMarked;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

import io.planshare.kit.testing.QueryRules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.planshare.enrollment", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** The files in which the rules of this service live; nested types belong to them. */
    private static final String RULES = "io\\.planshare\\.enrollment\\.("
            + "enrollment\\.(Admission|Caps|Enrollment|EnrollmentOutcome|EnrollmentWish|Pairing|Stretch|Transition)"
            + "|consent\\.(Consent|GivenConsent)|device\\.(Device|DeviceOutcome|Offer)|identifier\\.StoredIdentifier"
            + "|party\\.(Account|Party)|payer\\.(OfferedTerms|PastBudget|PayerHistory)"
            + "|presence\\.(Presence|PresenceOutcome)|resolution\\.(Resolution|ResolutionOutcome)"
            + "|subscription\\.(Subscription|SubscriptionOutcome))(\\$.*)?";

    private static final DescribedPredicate<JavaClass> FIT_FOR_A_RULE = describe("fit for a rule",
            type -> resideInAnyPackage("java..", "org.jspecify..", "io.planshare.model..", "io.planshare.event..")
                    .or(nameMatching(RULES)).test(type.getBaseComponentType()));

    private static final DescribedPredicate<JavaClass> IN_A_NULL_MARKED_PACKAGE = describe("in a null-marked package",
            type -> type.getPackage().isAnnotatedWith(NullMarked.class));

    @ArchTest
    static final ArchRule a_rule_knows_only_java_the_published_language_and_other_rules = classes().that()
            .haveNameMatching(RULES).should().onlyDependOnClassesThat(FIT_FOR_A_RULE);

    @ArchTest
    static final ArchRule a_rule_has_no_clock = noClasses().that().haveNameMatching(RULES).should()
            .dependOnClassesThat().areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule business_time_comes_from_the_clock_bean = noClasses().should()
            .callMethod(Instant.class, "now").orShould().callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule features_do_not_go_in_circles = slices().matching("io.planshare.enrollment.(*)..").should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule tables_and_edges_are_nobody_elses_business = noClasses().that()
            .haveNameMatching(".*(Store|Row|Controller|Body|View)").should().bePublic();

    @ArchTest
    static final ArchRule names_say_what_a_type_is = noClasses().should().haveNameMatching(
            ".*(Impl|Manager|Helper|Utils?|Processor|Handler|Dto|Base|Data|Info|\\.Abstract\\w+)");

    @ArchTest
    static final ArchTests queries = ArchTests.in(QueryRules.class);

    @ArchTest
    static final ArchRule nullness_is_said_everywhere = classes().should(be(IN_A_NULL_MARKED_PACKAGE));
}
