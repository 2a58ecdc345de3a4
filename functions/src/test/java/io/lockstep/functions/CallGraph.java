package io.lockstep.functions;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;

/**
 * The methods that call each other, by the byte code: calls, method references, lambdas and static
 * initializers. A call of a method that others override may be a call of any of these.
 */
final class CallGraph {
  /**
   * A method, or a field for the initializer of its class.
   *
   * @param owner the internal name of its class
   */
  record Member(String owner, String name, String descriptor) {
    private static Member initializer(String owner) {
      return new Member(owner, "<clinit>", "()V");
    }
  }

  private final Map<Member, List<Member>> calls = new HashMap<>();
  private final Map<Member, List<String>> texts = new HashMap<>();
  private final Map<String, List<String>> supertypes = new HashMap<>();
  private final Map<String, Set<String>> subtypes = new HashMap<>();

  CallGraph(JavaClasses classes) {
    classes.forEach(this::read);
    supertypes.keySet().forEach(type -> addTo(type, type));
  }

  private void addTo(String type, String subtype) {
    subtypes.computeIfAbsent(type, name -> new HashSet<>()).add(subtype);
    supertypes.getOrDefault(type, List.of()).forEach(parent -> addTo(parent, subtype));
  }

  private void read(JavaClass type) {
    try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      new ClassReader(in).accept(new Reading(), ClassReader.SKIP_DEBUG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The methods with such a text that those of these classes may come to call. */
  Set<Member> reached(Predicate<String> fromClass, Predicate<String> text) {
    ArrayDeque<Member> open = new ArrayDeque<>();
    Set<Member> seen = new HashSet<>();
    calls.keySet().stream().filter(method -> fromClass.test(method.owner())).forEach(open::add);
    Set<Member> found = new HashSet<>();
    while (!open.isEmpty()) {
      Member method = open.remove();
      if (!seen.add(method)) {
        continue;
      }
      if (texts.getOrDefault(method, List.of()).stream().anyMatch(text)) {
        found.add(method);
      }
      calls.getOrDefault(method, List.of()).stream().flatMap(this::targets).forEach(open::add);
    }
    return found;
  }

  private Stream<Member> targets(Member called) {
    Stream<String> above =
        Stream.iterate(List.of(called.owner()), level -> !level.isEmpty(), this::parents)
            .flatMap(List::stream);
    return Stream.concat(above, subtypes.getOrDefault(called.owner(), Set.of()).stream())
        .flatMap(
            owner ->
                Stream.of(
                    new Member(owner, called.name(), called.descriptor()),
                    Member.initializer(owner)))
        .filter(calls::containsKey);
  }

  private List<String> parents(List<String> level) {
    return level.stream()
        .flatMap(type -> supertypes.getOrDefault(type, List.of()).stream())
        .toList();
  }

  /** One class. */
  private final class Reading extends ClassVisitor {
    private String owner = "";

    private Reading() {
      super(SpringAsmInfo.ASM_VERSION);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String[] interfaces) {
      owner = name;
      List<String> parents = new ArrayList<>(Arrays.asList(interfaces));
      if (superName != null) {
        parents.add(superName);
      }
      supertypes.put(name, parents);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      Member method = new Member(owner, name, descriptor);
      return new Body(
          calls.computeIfAbsent(method, m -> new ArrayList<>()),
          texts.computeIfAbsent(method, m -> new ArrayList<>()));
    }
  }

  /** One method. */
  private static final class Body extends MethodVisitor {
    private final List<Member> calls;
    private final List<String> texts;

    private Body(List<Member> calls, List<String> texts) {
      super(SpringAsmInfo.ASM_VERSION);
      this.calls = calls;
      this.texts = texts;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      calls.add(new Member(owner, name, descriptor));
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      calls.add(Member.initializer(owner));
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      for (Object argument : arguments) {
        constant(argument);
      }
    }

    @Override
    public void visitLdcInsn(Object value) {
      constant(value);
    }

    private void constant(Object value) {
      if (value instanceof String text) {
        texts.add(text);
      } else if (value instanceof Handle handle) {
        calls.add(new Member(handle.getOwner(), handle.getName(), handle.getDesc()));
      }
    }
  }
}
