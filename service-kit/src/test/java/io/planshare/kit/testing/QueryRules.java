package io.planshare.kit.testing;

import org.springframework.jdbc.core.simple.JdbcClient.MappedQuerySpec;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** What holds for the queries of every service. */
public final class QueryRules {

    /** Outside of a transaction a stream that nobody closes keeps its connection for ever. */
    @ArchTest
    static final ArchRule rows_are_read_as_lists = noClasses().should().callMethod(MappedQuerySpec.class, "stream");

    private QueryRules() {}
}
