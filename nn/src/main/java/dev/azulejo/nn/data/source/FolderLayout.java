package dev.azulejo.nn.data.source;

import dev.azulejo.nn.data.split.IgnoredFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The meaning of the sub-folders of a folder of images: which part and which class each image belongs to.
 *
 * <ul>
 *   <li>Folders named as parts, {@code train} and {@code val} or {@code test} and the like, are the parts, whatever lies
 *       beside them; their sub-folders are the classes. They may lie the other way round, {@code cat/train} and
 *       {@code cat/test}, if they do in every class.
 *   <li>Else the sub-folders are the classes.
 *   <li>A folder that is alone where classes are expected, and has sub-folders of images, is but a wrapper: the classes are
 *       those sub-folders.
 * </ul>
 *
 * @param files images that belong to a part, in the order that they were given
 * @param classes names of the classes, sorted
 * @param labels the class of each of the files, -1 for none
 * @param held which of the files are held out
 * @param heldOut the folder of the held-out part; null if the folders name no parts
 * @param remarks what is odd
 * @param ignored images that belong to no part
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on at once, never compared.
record FolderLayout(
        List<Path> files,
        List<String> classes,
        int[] labels,
        BitSet held,
        String heldOut,
        List<String> remarks,
        List<IgnoredFiles> ignored) {
    private static final List<String> TRAIN = List.of("train", "training", "trainset", "trainingset");

    /** The first of these that holds images is judged by. */
    private static final List<String> HELD_OUT = List.of(
            "val",
            "valid",
            "validation",
            "validate",
            "dev",
            "eval",
            "evaluation",
            "test",
            "testing",
            "testset",
            "heldout",
            "holdout");

    /** The part and class that an image belongs to; the class is empty if it has none. */
    private record Place(boolean held, String className) {}

    /** Understands a listing of a folder with at least one image. */
    static FolderLayout of(Path root, FolderListing listing) {
        List<Path> images = listing.images();
        Path base = root;
        while (true) {
            Path here = base;
            Set<String> folders = folders(here, images);
            Optional<String> train = part(TRAIN, folders);
            Optional<String> judged = part(HELD_OUT, folders);
            if (train.isPresent() && judged.isPresent()) {
                return parts(here, train.get(), judged.get(), listing);
            }
            Optional<FolderLayout> turned = partsOfClasses(here, folders, images);
            if (turned.isPresent()) {
                return turned.get();
            }
            Optional<Path> wrapper = wrapper(here, images);
            if (wrapper.isEmpty()) {
                List<String> remarks = new ArrayList<>(emptyClasses(here, listing));
                if (!here.equals(root) && part(TRAIN, Set.of(name(here))).isPresent()) {
                    remarks.addAll(emptyParts(here.getParent(), listing, "every tenth image"));
                }
                return of(images, image -> new Place(false, component(here, image, 0)), null, remarks, Map.of());
            }
            base = wrapper.get();
        }
    }

    private static FolderLayout parts(Path base, String train, String judged, FolderListing listing) {
        List<Path> images = listing.images();
        Path trainBase = base.resolve(train);
        Path judgedBase = base.resolve(judged);
        Optional<Path> deeper = wrapper(trainBase, images);
        while (deeper.isPresent()
                && deeper.map(FolderLayout::name)
                        .equals(wrapper(judgedBase, images).map(FolderLayout::name))) {
            trainBase = deeper.get();
            judgedBase = judgedBase.resolve(name(trainBase));
            deeper = wrapper(trainBase, images);
        }
        Path trains = trainBase;
        Path judges = judgedBase;
        Map<String, Integer> beside = new LinkedHashMap<>();
        for (Path image : images) {
            if (!image.startsWith(trains) && !image.startsWith(judges)) {
                String top = component(base, image, 0);
                beside.merge(
                        top.isEmpty() ? "beside " + train + "/ and " + judged + "/" : "in " + top + "/",
                        1,
                        Integer::sum);
            }
        }
        List<String> remarks = emptyParts(base, listing, judged + "/");
        remarks.addAll(emptyClasses(trains, listing));
        return of(
                images,
                image -> image.startsWith(trains)
                        ? new Place(false, component(trains, image, 0))
                        : image.startsWith(judges) ? new Place(true, component(judges, image, 0)) : null,
                judged + "/",
                remarks,
                beside);
    }

    /** Parts within each of several classes. */
    private static Optional<FolderLayout> partsOfClasses(Path base, Set<String> folders, List<Path> images) {
        if (folders.size() < 2
                || images.stream().anyMatch(image -> component(base, image, 0).isEmpty())) {
            return Optional.empty();
        }
        Map<String, Set<String>> inside = new TreeMap<>();
        images.forEach(image -> inside.computeIfAbsent(component(base, image, 0), name -> new TreeSet<>())
                .add(component(base, image, 1)));
        Set<String> common = new TreeSet<>(inside.values().iterator().next());
        inside.values().forEach(common::retainAll);
        Optional<String> train = part(TRAIN, common);
        Optional<String> judged = part(HELD_OUT, common);
        if (train.isEmpty() || judged.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Integer> beside = new LinkedHashMap<>();
        Function<Path, Place> place = image -> {
            String part = component(base, image, 1);
            boolean held = part.equals(judged.get());
            return held || part.equals(train.get()) ? new Place(held, component(base, image, 0)) : null;
        };
        images.stream()
                .filter(image -> place.apply(image) == null)
                .forEach(
                        image -> beside.merge("in " + component(base, image, 1) + "/ of the classes", 1, Integer::sum));
        return Optional.of(of(images, place, judged.get() + "/ of every class", List.of(), beside));
    }

    private static FolderLayout of(
            List<Path> images,
            Function<Path, Place> placeOf,
            String heldOut,
            List<String> remarks,
            Map<String, Integer> beside) {
        List<Path> files = new ArrayList<>();
        List<String> names = new ArrayList<>();
        BitSet held = new BitSet();
        for (Path image : images) {
            Place place = placeOf.apply(image);
            if (place != null) {
                held.set(files.size(), place.held);
                names.add(place.className);
                files.add(image);
            }
        }
        List<String> classes = names.stream()
                .filter(name -> !name.isEmpty())
                .sorted()
                .distinct()
                .toList();
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        int[] labels =
                names.stream().mapToInt(name -> numbers.getOrDefault(name, -1)).toArray();
        List<IgnoredFiles> ignored = new ArrayList<>();
        beside.forEach((what, count) ->
                ignored.add(new IgnoredFiles((count == 1 ? "image " : "images ") + what, count, "", true)));
        return new FolderLayout(files, classes, labels, held, heldOut, remarks, ignored);
    }

    /** The only folder in a folder, if it is no class itself: it has sub-folders of images, or is named as a part. */
    private static Optional<Path> wrapper(Path base, List<Path> images) {
        Set<String> folders = folders(base, images);
        List<Path> within =
                images.stream().filter(image -> image.startsWith(base)).toList();
        if (folders.size() != 1
                || within.stream().anyMatch(image -> component(base, image, 0).isEmpty())) {
            return Optional.empty();
        }
        Path only = base.resolve(folders.iterator().next());
        boolean isPart =
                part(TRAIN, folders).isPresent() || part(HELD_OUT, folders).isPresent();
        return isPart || !folders(only, images).isEmpty() ? Optional.of(only) : Optional.empty();
    }

    /** Folders named as held-out parts that hold no image, so that something else is held out. */
    private static List<String> emptyParts(Path base, FolderListing listing, String instead) {
        return listing.folders().stream()
                .filter(folder -> part(HELD_OUT, Set.of(name(folder))).isPresent() && isEmpty(folder, base, listing))
                .map(folder -> name(folder) + "/ holds no image, so " + instead + " is held out")
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<String> emptyClasses(Path base, FolderListing listing) {
        List<String> empty = listing.folders().stream()
                .filter(folder -> isEmpty(folder, base, listing))
                .map(folder -> name(folder) + "/")
                .toList();
        return switch (empty.size()) {
            case 0 -> List.of();
            case 1 -> List.of(empty.getFirst() + " holds no image and is no class");
            default ->
                List.of(empty.size() + " folders hold no image and are no classes, the first is " + empty.getFirst());
        };
    }

    private static boolean isEmpty(Path folder, Path base, FolderListing listing) {
        return base.equals(folder.getParent())
                && listing.images().stream().noneMatch(image -> image.startsWith(folder));
    }

    /** Names of the folders in a folder that hold images, at any depth. */
    private static Set<String> folders(Path base, List<Path> images) {
        Set<String> names = new TreeSet<>();
        for (Path image : images) {
            if (image.startsWith(base)) {
                names.add(component(base, image, 0));
            }
        }
        names.remove("");
        return names;
    }

    /** The name of the folder that a file is in, so many levels down; empty if the file is not that deep. */
    private static String component(Path folder, Path file, int depth) {
        int at = folder.getNameCount() + depth;
        return file.getNameCount() <= at + 1 ? "" : file.getName(at).toString();
    }

    /** The first of some words, in any letters, that a folder is named. */
    private static Optional<String> part(List<String> words, Set<String> folders) {
        return words.stream()
                .flatMap(word -> folders.stream()
                        .filter(name -> name.toLowerCase(Locale.ROOT)
                                .replaceAll("[-_ ]", "")
                                .equals(word)))
                .findFirst();
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
