package io.fairlead.tools.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests with a lab of their own that spend their time waiting, or that measure no time: their classes run one after the other, beside all the others. To be put on enough classes
 * that both rows take about as long.
 *
 * <p>JUnit leaves the last class of such a row to the end, and runs it alone: let that be a short one, by {@link org.junit.jupiter.api.Order}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the second row of tests")
public @interface BesideOthers {}
