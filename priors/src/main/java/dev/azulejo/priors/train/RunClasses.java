package dev.azulejo.priors.train;

import dev.azulejo.nn.data.split.ClassCount;
import dev.azulejo.nn.message.DidYouMean;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The classes that the priors of a run know, by their numbers.
 *
 * @param counts each with the number of its images that were learned from
 */
public record RunClasses(List<ClassCount> counts) {
    /**
     * The classes of a run with priors; those begun by 0.1 kept no names, but the codes of the run may have them.
     *
     * @param run of a model
     * @return the classes; none if no prior knows any
     * @throws UserException if the priors of the levels learned other classes
     */
    public static RunClasses of(ModelRun run) {
        PriorRun known = null;
        for (String level : run.model().levelNames().reversed()) {
            Path folder = LevelRun.folder(run, level);
            PriorRun prior = RunDirectory.exists(folder) ? PriorRun.of(RunDirectory.open(folder)) : null;
            if (prior == null || prior.configuration().model().classes() == 0) {
                continue;
            }
            if (known != null
                    && !known.classes().isEmpty()
                    && !prior.classes().isEmpty()
                    && !names(known.classes()).equals(names(prior.classes()))) {
                throw new UserException(run.path() + ": the priors of the " + known.level() + " and the " + level
                        + " level learned other classes; train one of them again, on the codes of the other");
            }
            known = known == null || known.classes().isEmpty() ? prior : known;
        }
        if (known == null) {
            return new RunClasses(List.of());
        }
        return new RunClasses(
                known.classes().isEmpty()
                        ? fromCodes(run, known.configuration().model().classes())
                        : known.classes());
    }

    private static List<ClassCount> fromCodes(ModelRun run, int count) {
        List<ClassCount> counts = Files.exists(RunCodes.file(run))
                ? CodeStore.load(RunCodes.file(run)).counts()
                : List.of();
        return counts.size() == count
                ? counts
                : IntStream.range(0, count)
                        .mapToObj(i -> new ClassCount(String.valueOf(i), 1, 0))
                        .toList();
    }

    private static List<String> names(List<ClassCount> counts) {
        return counts.stream().map(ClassCount::name).toList();
    }

    /** {@return the names} */
    public List<String> names() {
        return names(counts);
    }

    /** {@return the numbers of the classes to draw one after another: all of which an image was learned from} */
    public int[] inTurn() {
        return IntStream.range(0, counts.size())
                .filter(i -> counts.get(i).train() > 0)
                .toArray();
    }

    /**
     * The number of the class that somebody names: as it is written, else in other letters of the same look or case, else
     * by its number.
     *
     * @param wanted a name or a number
     * @return its number
     * @throws NoSuchClassException if there is none, or nothing was learned of it
     */
    public int find(String wanted) {
        int number = number(wanted.strip());
        if (counts.get(number).train() == 0) {
            throw new NoSuchClassException("class " + wanted + ": the priors learned from no image of "
                    + counts.get(number).name() + "; choose another class");
        }
        return number;
    }

    private int number(String wanted) {
        if (counts.isEmpty()) {
            throw new NoSuchClassException("class " + wanted
                    + ": the priors were trained without classes; ask for none, or train them on images"
                    + " with classes");
        }
        String composed = composed(wanted);
        List<Predicate<String>> ways = List.of(
                name -> name.equals(wanted),
                name -> composed(name).equals(composed),
                name -> composed(name).equalsIgnoreCase(composed));
        for (Predicate<String> way : ways) {
            int[] found = IntStream.range(0, counts.size())
                    .filter(i -> way.test(counts.get(i).name().strip()))
                    .toArray();
            if (found.length == 1) {
                return found[0];
            }
            if (found.length > 1) {
                throw new NoSuchClassException("class " + wanted + ": is that \""
                        + counts.get(found[0]).name() + "\" or \""
                        + counts.get(found[1]).name() + "\"? Write it as it is, or its number, " + found[0] + " or "
                        + found[1]);
            }
        }
        if (wanted.matches("[0-9]{1,9}") && Integer.parseInt(wanted) < counts.size()) {
            return Integer.parseInt(wanted);
        }
        throw new NoSuchClassException(
                "class " + wanted + ": expected a number from 0 to " + (counts.size() - 1) + ", or "
                        + DidYouMean.to(wanted, names())
                                .map(n -> "did you mean \"" + n + "\"?")
                                .orElse("a name: " + inWords()));
    }

    private String inWords() {
        List<String> names = names();
        return String.join(", ", names.subList(0, Math.min(20, names.size()))) + (names.size() > 20 ? ", ..." : "");
    }

    /** One text for one look: a Mac spells an umlaut in two characters. */
    private static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }
}
