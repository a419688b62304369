package io.fairlead.tools;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.ConstructorCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.Engine;
import java.util.Set;
import java.util.concurrent.Executor;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The module boundaries, and what the pure packages may not touch. Every exception is named here with its reason. */
@Tag("long")
class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter(Set.of(new ImportOption.DoNotIncludeTests())).importPackages("io.fairlead");

    private static final String[] PURE = {"io.fairlead.netstack..", "io.fairlead.vrrp..", "io.fairlead.lb.."};

    private static final Set<String> CLOCKS_SLEEP_AND_CHANCE = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.<init>",
            "java.lang.Thread.sleep",
            "java.lang.Math.random",
            "java.time.Instant.now",
            "java.time.Clock.system",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.park",
            "java.util.concurrent.locks.LockSupport.parkNanos");

    @ParameterizedTest
    @ValueSource(strings = {"netstack", "tapio", "vrrp", "lb", "health", "tools"})
    void shouldHaveReadClassesOfModule(final String module) {
        assertThat(CLASSES)
                .filteredOn(resideInAPackage("io.fairlead." + module + ".."))
                .filteredOn(javaClass -> !javaClass.getSimpleName().equals("package-info"))
                .as("without classes of %s the rules below say nothing about it", module)
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"netstack", "tapio", "vrrp", "lb", "health"})
    void shouldDependOnNetstackAlone(final String module) {
        final String own = "io.fairlead." + module + "..";
        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.fairlead..").and(not(resideInAnyPackage(own, "io.fairlead.netstack.."))))
                .because("modules meet in tools, the composition root, and nowhere else")
                .check(CLASSES);
    }

    @Test
    void shouldMakeNativeCallsOnlyFromTapioAndSocketsOfTools() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.fairlead.tapio..",
                        // Unix sockets, which the JDK lacks as datagrams and whose peers' credentials it does not tell
                        "io.fairlead.tools.control..",
                        "io.fairlead.tools.logging..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jnr..", "com.kenai..")
                .because("system calls live in tapio")
                .check(CLASSES);
    }

    @Test
    void shouldNeitherDoInputOutputNorLogInPurePackages() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                // maps the counters' file at set-up, read-only for readers (FileChannel.MapMode)
                .and()
                .doNotBelongToAnyOf(CountersFile.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..", "java.nio.channels..", "java.util.logging..", "org.slf4j..", "ch.qos.logback..")
                .because("protocol machines and the data path get frames and time handed in")
                .check(CLASSES);
    }

    @Test
    void shouldProbeInOnePlaceAndJudgeWithoutSockets() {
        noClasses()
                .that()
                .resideInAPackage("io.fairlead.health..")
                // the selector, and the connections that it is for
                .and()
                .haveNameNotMatching("io\\.fairlead\\.health\\.Probe(r)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "java.nio.file..", "org.slf4j..")
                .orShould()
                .accessTargetWhere(readsClockSleepsOrRollsDice())
                .because("what is said to a proxy and what its answer means is a matter of bytes")
                .check(CLASSES);
    }

    @Test
    void shouldTakeTimeAndChanceAsArgumentsInPurePackages() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .accessTargetWhere(readsClockSleepsOrRollsDice())
                .orShould()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are system clocks or unseeded generators",
                        type -> type.getFullName().startsWith("org.agrona.concurrent.System")
                                || type.getFullName().equals("java.security.SecureRandom")
                                || type.getFullName().equals("java.util.concurrent.ThreadLocalRandom")))
                .because("a whole cluster runs in one thread on virtual time, from a seed")
                .check(CLASSES);
    }

    @Test
    void shouldStartThreadsOnlyInEngine() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                // the one place that puts agents on threads; it is handed its clock and its waiters
                .and()
                .doNotBelongToAnyOf(Engine.class)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "run code on other threads",
                        type -> type.isAssignableTo(Executor.class)
                                || type.getFullName().equals("java.util.concurrent.Executors")
                                || type.getFullName().equals("java.util.concurrent.CompletableFuture")
                                || type.getFullName().equals("java.util.Timer")
                                || type.getFullName().startsWith("org.agrona.concurrent.AgentRunner")))
                .because("threading is a choice of deployment, made in one place")
                .check(CLASSES);
    }

    @Test
    void shouldHoldBuffersInFlyweightsNotInheritThem() {
        classes()
                .that()
                .resideInAnyPackage("..wire..", "..report..")
                .should()
                .notBeAssignableTo(DirectBuffer.class)
                .because("a flyweight has the fields of its format, not the mutators of a buffer")
                .check(CLASSES);
    }

    @Test
    void shouldPrintOnlyFromCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.fairlead.tools.cli..")
                // programs of their own in the lab, whose standard output is read by the lab
                .and()
                .haveNameNotMatching("io\\.fairlead\\.tools\\.lab\\.(Prober|StreamClient)Main")
                .should()
                .accessField(System.class, "out")
                .because("libraries return values and the daemon logs; only the command line prints")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaAccess<?>> readsClockSleepsOrRollsDice() {
        return DescribedPredicate.describe(
                "reads a clock, sleeps, makes a thread or draws unseeded numbers",
                access -> CLOCKS_SLEEP_AND_CHANCE.contains(nameOf(access)) || isUnseededRandom(access));
    }

    private static String nameOf(final JavaAccess<?> access) {
        final JavaClass owner = access.getTargetOwner();
        return owner.getFullName() + "." + access.getTarget().getName();
    }

    private static boolean isUnseededRandom(final JavaAccess<?> access) {
        return access.getTargetOwner().getFullName().matches("java\\.util\\.(Splittable)?Random")
                && access.getTarget() instanceof ConstructorCallTarget target
                && target.getRawParameterTypes().isEmpty();
    }
}
