package uk.ac.manchester.tornado.api.enums;

/** When arrays move. The values are compiled in, so they must be the real ones. */
public class DataTransferMode {
    /** Once, before the first execution. */
    public static final int FIRST_EXECUTION = 0;

    /** At each execution. */
    public static final int EVERY_EXECUTION = 1;

    /** When it is asked for. */
    public static final int UNDER_DEMAND = 2;

    /** Nothing but its constants is of use. */
    public DataTransferMode() {}
}
