package io.github.rnnlab.file;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reflection says of a record's class. It is asked once, since every answer is a fresh copy
 * that takes longer to make than the JSON of the record.
 *
 * @param constructor of all components
 * @param components in their order
 */
record RecordType(Constructor<?> constructor, List<Component> components) {
  private static final ClassValue<RecordType> TYPES =
      new ClassValue<>() {
        @Override
        protected RecordType computeValue(Class<?> type) {
          return ofClass(type);
        }
      };

  /** A component's name, its type with type arguments, whether it may be null, what returns it. */
  record Component(String name, Type type, boolean isNullable, Method accessor) {}

  static RecordType of(Class<?> type) {
    return TYPES.get(type);
  }

  private static RecordType ofClass(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      // Records may be private; what they are made of is not.
      constructor.setAccessible(true);
      return new RecordType(
          constructor, Arrays.stream(components).map(RecordType::component).toList());
    } catch (NoSuchMethodException e) {
      throw new AssertionError("every record has its constructor", e);
    }
  }

  private static Component component(RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    return new Component(
        component.getName(),
        component.getGenericType(),
        component.getAnnotatedType().isAnnotationPresent(Nullable.class),
        accessor);
  }
}
