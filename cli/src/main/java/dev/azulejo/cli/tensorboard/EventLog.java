package dev.azulejo.cli.tensorboard;

import dev.azulejo.cli.picture.PictureGrid;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.nn.data.image.PngFile;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.tensorboard.EventFile;
import dev.azulejo.nn.train.Progress;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Writes what a training reports into an event file. Training is worth more than that: a failure is said, and ends the writing. */
public final class EventLog implements Progress, AutoCloseable {
    private final Session session;
    private final EventFile events;
    private final String name;
    private final Supplier<PictureGrid> pictures;
    private boolean failed;

    /**
     * A log in a file of its own.
     *
     * @param folder that TensorBoard looks into
     * @param name of the pictures
     * @param pictures makes them, of the newest checkpoint
     */
    public EventLog(Session session, Path folder, String name, Supplier<PictureGrid> pictures) {
        this.session = session;
        this.events = EventFile.in(folder);
        this.name = name;
        this.pictures = pictures;
        session.log("writing events for TensorBoard: tensorboard --logdir " + folder);
    }

    @Override
    public void started(long step, long steps) {
        if (step > 0) {
            write(() -> events.goesOnFrom(step));
        }
    }

    @Override
    public void reported(Report report) {
        Map<String, Double> figures = new LinkedHashMap<>(report.metrics());
        figures.put("images_per_second", report.itemsPerSecond());
        write(() -> events.figures(report.step(), figures));
    }

    @Override
    public void evaluated(long step, Map<String, Double> figures) {
        write(() -> events.figures(step, figures));
    }

    @Override
    public void saved(long step, Path folder) {
        write(() -> {
            BufferedImage image = pictures.get().paint();
            events.picture(step, name, image.getHeight(), image.getWidth(), PngFile.bytes(image));
        });
    }

    private void write(Runnable writing) {
        if (failed) {
            return;
        }
        try {
            writing.run();
        } catch (UserException e) {
            failed = true;
            session.warn(e.getMessage() + "; no more events for TensorBoard are written");
        }
    }

    @Override
    public void close() {
        write(events::close);
    }
}
