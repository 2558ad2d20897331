// SPDX-License-Identifier: Apache-2.0
package io.sealkeep;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code config/forbidden-apis.txt} as a test: nothing it names is used, and everything it names exists. */
@AnalyzeClasses(packages = "io.sealkeep", importOptions = ImportOption.DoNotIncludeTests.class)
class ForbiddenApisTest {

    private static List<Ban> bans = List.of();

    @BeforeAll
    static void readBans() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("config/forbidden-apis.txt"))) {
            bans = lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Ban::parse)
                    .toList();
        }
    }

    @ArchTest
    static void ourCode_all_usesNothingForbidden(JavaClasses ours) throws IOException {
        readBans();

        assertThat(ours).isNotEmpty();
        assertThat(violations(ours)).isEmpty();
    }

    @Test
    void everyLine_inTheFile_namesSomethingThatExists() {
        assertThat(bans)
                .isNotEmpty()
                .allSatisfy(ban -> assertThat(ban.exists()).as(ban.toString()).isTrue());
    }

    @Test
    void forbiddenThings_inACulprit_areAllFound() {
        JavaClasses culprit = new ClassFileImporter().importClasses(Culprit.class);

        assertThat(violations(culprit))
                .anyMatch(text -> text.contains("java.util.Random"))
                .anyMatch(text -> text.contains("java.time.Instant#now"))
                .anyMatch(text -> text.contains("java.lang.Throwable#printStackTrace"))
                .anyMatch(text -> text.contains("java.lang.System#out"))
                .anyMatch(text -> text.contains("java.lang.String#<init>([B)"))
                .anyMatch(text -> text.contains("javax.xml.."))
                .anyMatch(text -> text.contains("java.util.Date#<init>()"));
    }

    private static List<String> violations(Iterable<JavaClass> classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            for (Ban ban : bans) {
                if (!ban.spares(type)) {
                    ban.findIn(type).map(where -> where + ": " + ban).forEach(found::add);
                }
            }
        }
        return found;
    }

    /**
     * One line of the file.
     *
     * @param type a type's name, or a package's with {@code ..} behind it
     * @param member a method, constructor or field, or null for the type as a whole
     * @param parameters the overload's parameter types as the class file names them, or null for all overloads
     */
    private record Ban(
            String type,
            @Nullable String member,
            @Nullable List<String> parameters,
            @Nullable String except,
            String reason) {

        private static final Pattern LINE = Pattern.compile(
                "(?<type>[\\w.$]+)(#(?<member>[\\w<>]+)(\\((?<parameters>[^)]*)\\))?)?( except (?<except>\\S+))? @ (?<reason>.+)");

        static Ban parse(String line) {
            Matcher matcher = LINE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            String parameters = matcher.group("parameters");
            return new Ban(
                    matcher.group("type"),
                    matcher.group("member"),
                    parameters == null ? null : parameters.isEmpty() ? List.of() : List.of(parameters.split(",")),
                    matcher.group("except"),
                    matcher.group("reason"));
        }

        boolean spares(JavaClass user) {
            return user.getPackageName().equals(except);
        }

        Stream<String> findIn(JavaClass user) {
            if (member == null) {
                return user.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> names(dependency.getTargetClass()))
                        .map(dependency -> dependency.getDescription());
            }
            return user.getAccessesFromSelf().stream().filter(this::isMadeBy).map(JavaAccess::getDescription);
        }

        private boolean names(JavaClass target) {
            String name = target.getBaseComponentType().getName();
            return isPackage() ? name.startsWith(packagePrefix()) : name.equals(type);
        }

        /** A method is forbidden on every subtype too: {@code IOException.printStackTrace} is Throwable's. */
        private boolean isMadeBy(JavaAccess<?> access) {
            return access.getTarget().getName().equals(member)
                    && access.getTargetOwner().isAssignableTo(type)
                    && hasParameters(access.getTarget());
        }

        private boolean hasParameters(HasName target) {
            if (parameters == null) {
                return true;
            }
            return target instanceof CodeUnitAccessTarget call
                    && HasName.Utils.namesOf(call.getRawParameterTypes()).equals(parameters);
        }

        boolean exists() {
            if (isPackage()) {
                return true;
            }
            Class<?> declared = load();
            return member == null
                    || Stream.of(declared.getDeclaredFields())
                            .anyMatch(field -> field.getName().equals(member))
                    || Stream.of(declared.getDeclaredMethods())
                            .anyMatch(method -> method.getName().equals(member) && takesParameters(method))
                    || (member.equals("<init>")
                            && Stream.of(declared.getDeclaredConstructors()).anyMatch(this::takesParameters));
        }

        private boolean takesParameters(Executable unit) {
            return parameters == null
                    || Stream.of(unit.getParameterTypes())
                            .map(Class::getName)
                            .toList()
                            .equals(parameters);
        }

        private Class<?> load() {
            try {
                return Class.forName(type, false, ForbiddenApisTest.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new AssertionError(type + " does not exist", e);
            }
        }

        private boolean isPackage() {
            return type.endsWith("..");
        }

        private String packagePrefix() {
            return type.substring(0, type.length() - 1);
        }

        @Override
        public String toString() {
            String which = parameters == null ? "" : "(" + String.join(",", parameters) + ")";
            return type + (member == null ? "" : "#" + member + which) + " (" + reason + ")";
        }
    }

    /** Does what is forbidden; never run. */
    @SuppressWarnings({"unused", "JavaUtilDate", "DefaultCharset", "CatchAndPrintStackTrace"})
    private static final class Culprit {

        private final Random random = new Random();

        void sin(byte[] bytes, javax.xml.parsers.DocumentBuilderFactory xml) {
            try {
                System.out.println(new String(bytes) + java.time.Instant.now() + new java.util.Date());
                xml.newDocumentBuilder();
            } catch (javax.xml.parsers.ParserConfigurationException e) {
                e.printStackTrace();
            }
        }
    }
}
