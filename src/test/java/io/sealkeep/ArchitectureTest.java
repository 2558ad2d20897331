// SPDX-License-Identifier: Apache-2.0
package io.sealkeep;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** The layout as rules: which room may import which, and what each room never does. */
@AnalyzeClasses(packages = "io.sealkeep", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.sealkeep";
    private static final String[] DOORS = {
        "io.sealkeep.key..", "io.sealkeep.crypto..", "io.sealkeep.envelope..", "io.sealkeep.wire..", "io.sealkeep.dev.."
    };

    /** The leaves: anyone may import them, and they import nothing of ours. */
    private static final Set<String> LEAVES = Set.of("call", "home");

    /** For each room, the rooms that it may import besides itself and the leaves. A new room needs a line here. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("", Set.of("kms", "security")), // start-up: says what was started
            Map.entry("call", Set.of()),
            Map.entry("home", Set.of()),
            Map.entry("key", Set.of("web")),
            Map.entry("crypto", Set.of("web")),
            Map.entry("envelope", Set.of("web", "audit")), // its own record is one of the three
            Map.entry("wire", Set.of()),
            Map.entry("dev", Set.of("kms", "audit")), // the engine's time, and the record of moving it
            Map.entry("audit", Set.of()),
            Map.entry("authorisation", Set.of()),
            Map.entry("security", Set.of()),
            Map.entry("web", Set.of()),
            Map.entry("kms", Set.of("audit", "engine", "engine.primitive", "authorisation")), // primitive: RootKey
            Map.entry(
                    "engine",
                    Set.of("engine.key", "engine.store", "engine.primitive", "engine.validation", "authorisation")),
            Map.entry("engine.key", Set.of()),
            Map.entry("engine.store", Set.of("engine.key")),
            Map.entry("engine.primitive", Set.of()),
            Map.entry("engine.validation", Set.of()));

    @ArchTest
    static final ArchRule rooms_import_onlyAlongTheArrows = classes().should(followTheArrows());

    @ArchTest
    static final ArchRule packages_together_haveNoCycle =
            slices().matching("io.sealkeep.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packages_each_sayWhatTheyAre = classes().should(liveInADescribedPackage());

    @ArchTest
    static final ArchRule doors_export_nothing =
            classes().that().resideInAnyPackage(DOORS).should().notBePublic();

    @ArchTest
    static final ArchRule ciphers_areUsed_onlyInEnginePrimitive = noClasses()
            .that()
            .resideOutsideOfPackage("io.sealkeep.engine.primitive..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javax.crypto..");

    @ArchTest
    static final ArchRule pureRooms_knowNeitherSpringNorSql = noClasses()
            .that()
            .resideInAnyPackage("io.sealkeep.engine.key..", "io.sealkeep.engine.primitive..", "io.sealkeep.call..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule sql_isSpoken_onlyByTheStoreAndTheTrail = noClasses()
            .that()
            .resideOutsideOfPackages("io.sealkeep.engine..", "io.sealkeep.audit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.sqlite..");

    @ArchTest
    static final ArchRule trail_doesNotKnow_whatKmsIs =
            noClasses().that(resideInAPackage("io.sealkeep.audit..")).should(dependOnKms());

    @ArchTest
    static final ArchRule rawClient_isBuilt_onlyInKms = noClasses()
            .that(resideOutsideOfPackage("io.sealkeep.kms.."))
            .should()
            .dependOnClassesThat()
            .haveNameMatching("software\\.amazon\\.awssdk\\.services\\.kms\\.Kms(Client|AsyncClient)Builder");

    @ArchTest
    static final ArchRule beans_getTheirParts_throughTheConstructor =
            GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule names_say_whatAThingIs = noClasses()
            .that(areNotSynthetic())
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base|Data|Info)");

    private static ArchCondition<JavaClass> followTheArrows() {
        return new ArchCondition<>("import only along the arrows") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                Set<String> allowed = ARROWS.get(room(item));
                if (allowed == null) {
                    events.add(SimpleConditionEvent.violated(item, item.getName() + " is in a room without arrows"));
                    return;
                }
                boolean isLeaf = LEAVES.contains(room(item));
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (!target.getName().startsWith(ROOT + ".") || room(target).equals(room(item))) {
                        continue;
                    }
                    boolean toLeaf = !isLeaf && LEAVES.contains(room(target));
                    if (!toLeaf && !allowed.contains(room(target))) {
                        events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }

    private static ArchCondition<JavaClass> liveInADescribedPackage() {
        return new ArchCondition<>("live in a null-marked package whose package-info says what it is") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                String name = item.getPackageName();
                boolean marked = item.getPackage()
                        .tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith(NullMarked.class))
                        .isPresent();
                if (!marked || !hasJavadoc(name)) {
                    events.add(
                            SimpleConditionEvent.violated(item, name + " lacks a @NullMarked, described package-info"));
                }
            }
        };
    }

    private static boolean hasJavadoc(String packageName) {
        Path file = Path.of("src/main/java", packageName.replace('.', '/'), "package-info.java");
        try {
            String source = Files.readString(file);
            int start = source.indexOf("/**");
            return start >= 0 && source.indexOf("*/", start) - start > 60;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArchCondition<JavaClass> dependOnKms() {
        return dependOnClassesThat(resideInAPackage("software.amazon.awssdk.services.kms.."));
    }

    private static DescribedPredicate<JavaClass> areNotSynthetic() {
        return DescribedPredicate.describe(
                "are written by hand", type -> !type.getModifiers().contains(JavaModifier.SYNTHETIC));
    }
}
