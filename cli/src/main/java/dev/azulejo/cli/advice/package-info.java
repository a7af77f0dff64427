/**
 * What a person is told about training beside its figures.
 * Each line of advice is a function of settings, numbers of images and figures.
 * Nothing here changes what is trained.
 */
package dev.azulejo.cli.advice;
