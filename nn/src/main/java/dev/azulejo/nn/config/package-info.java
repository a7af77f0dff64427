/**
 * Configurations as records: a setting is a component, written once with its default, its range and its meaning. JSON,
 * {@code --set key=value} and the tables of the documentation follow from that. What the settings are lives with what they
 * configure, not here.
 */
package dev.azulejo.nn.config;
