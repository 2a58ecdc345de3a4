import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Gives classes of Java 5, which picocli still ships, the format of Java 8: an AOT cache takes no class that has to be
 * verified in the old way, so that the command line alone would cost a fifth of a start. What the code does stays as it is;
 * the stack maps are added.
 */
public class UpgradeClasses {
  private static final int JAVA_6 = 50;
  private static final int JAVA_8 = 52;

  public static void main(String[] jars) throws IOException {
    for (String jar : jars) {
      upgrade(Path.of(jar));
    }
  }

  private static void upgrade(Path jar) throws IOException {
    Map<ZipEntry, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry, in.readAllBytes());
      }
    }
    Map<String, byte[]> byName = new LinkedHashMap<>();
    entries.forEach((entry, bytes) -> byName.put(entry.getName(), bytes));
    if (byName.entrySet().stream().noneMatch(e -> isOld(e.getKey(), e.getValue()))) {
      return;
    }
    ClassFile format =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(type -> open(byName, type.descriptorString()))
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    Path upgraded = jar.resolveSibling(jar.getFileName() + ".new");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(upgraded))) {
      for (Map.Entry<ZipEntry, byte[]> e : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(e.getKey().getName());
        entry.setTime(e.getKey().getTime());
        out.putNextEntry(entry);
        out.write(isOld(entry.getName(), e.getValue()) ? upgrade(format, e.getValue()) : e.getValue());
        out.closeEntry();
      }
    }
    Files.move(upgraded, jar, StandardCopyOption.REPLACE_EXISTING);
    System.out.println("upgraded the classes of " + jar);
  }

  private static InputStream open(Map<String, byte[]> entries, String descriptor) {
    byte[] bytes = entries.get(descriptor.substring(1, descriptor.length() - 1) + ".class");
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }

  private static boolean isOld(String name, byte[] bytes) {
    return name.endsWith(".class") && bytes[7] < JAVA_6; // the low byte of the major version
  }

  private static byte[] upgrade(ClassFile format, byte[] bytes) {
    return format.transformClass(
        format.parse(bytes),
        ClassTransform.dropping(ClassFileVersion.class::isInstance)
            .andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL))
            .andThen(ClassTransform.endHandler(type -> type.withVersion(JAVA_8, 0))));
  }
}
