package io.planshare.kit;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

import io.planshare.kit.testing.QueryRules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.planshare.kit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule features_do_not_go_in_circles = slices().matching("io.planshare.kit.(*)..").should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule the_kit_applies_to_services_only = classes().that()
            .areAnnotatedWith(AutoConfiguration.class).should().beAnnotatedWith(ConditionalOnService.class);

    @ArchTest
    static final ArchRule stores_and_edges_stay_inside = classes().that().haveSimpleNameEndingWith("Store").or()
            .haveSimpleNameEndingWith("Controller").or().haveSimpleNameEndingWith("Filter").should().notBePublic();

    @ArchTest
    static final ArchRule names_say_what_a_thing_is = noClasses().should()
            .haveNameMatching(".*(Impl|Manager|Helper|Util|Utils|Processor|Handler|Dto|Base|Data|Info)");

    @ArchTest
    static final ArchTests queries = ArchTests.in(QueryRules.class);

    @ArchTest
    static final ArchRule the_kit_holds_no_global_state = noClasses().should().callMethod(System.class, "setProperty",
            String.class, String.class);
}
