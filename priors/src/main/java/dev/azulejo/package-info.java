/**
 * What a program does with a trained run: new images, codes of images and back, in a line each. Training, and everything that
 * wants a say in how, is in the packages below.
 */
package dev.azulejo;
