package dev.azulejo.spark.parts;

import dev.azulejo.nn.message.UserException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * What comes of a part of some work: what would fail again is no failure of the task, which Spark would repeat and say in many
 * lines.
 *
 * @param value the result, which Spark serializes; null if there is none
 * @param error what is wrong, in a line; null if nothing is
 */
@SuppressWarnings("serial") // Spark decides how a result travels.
public record Answer<T>(T value, String error) implements Serializable {
    /** A task that answers. */
    public record Task<P, T>(FlatMapFunction<Iterator<P>, T> task) implements FlatMapFunction<Iterator<P>, Answer<T>> {
        @Override
        public Iterator<Answer<T>> call(Iterator<P> parts) throws Exception {
            List<Answer<T>> answers = new ArrayList<>();
            try {
                task.call(parts).forEachRemaining(value -> answers.add(new Answer<>(value, null)));
                return answers.iterator();
            } catch (UserException e) {
                return List.of(new Answer<T>(null, Here.said(e.getMessage()))).iterator();
            } catch (OutOfMemoryError e) {
                return List.of(new Answer<T>(null, Here.outOfMemory())).iterator();
            }
        }
    }

    public T get() {
        if (error != null) {
            throw new UserException(error);
        }
        return value;
    }
}
