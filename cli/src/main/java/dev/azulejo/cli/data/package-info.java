/**
 * Images as the commands name them: {@code --data}, {@code --held-out}, {@code --part}.
 * They are opened, and what was found or left out is said.
 * Reading files is the library's.
 */
package dev.azulejo.cli.data;
