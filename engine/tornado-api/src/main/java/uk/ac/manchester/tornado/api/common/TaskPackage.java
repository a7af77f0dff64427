package uk.ac.manchester.tornado.api.common;

/** A task: code and its arguments. Its factory methods, one for each number of arguments, are found by reflection. */
public class TaskPackage {
    TaskPackage() {}
}
