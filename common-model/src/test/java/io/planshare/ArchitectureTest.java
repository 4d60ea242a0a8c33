package io.planshare;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "io.planshare", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_published_language_needs_no_framework = classes().that()
            .resideInAPackage("io.planshare..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..",
                    "com.fasterxml.jackson.annotation..", "com.github.f4b6a3.uuid..", "io.planshare.model..",
                    "io.planshare.transfer..",
                    "io.planshare.event..");

    @ArchTest
    static final ArchRule the_model_does_not_know_the_events = noClasses().that()
            .resideInAPackage("io.planshare.model..")
            .should().dependOnClassesThat().resideInAPackage("io.planshare.event..");
}
