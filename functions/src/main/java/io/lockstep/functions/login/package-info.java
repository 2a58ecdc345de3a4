/** HTTP's basic authentication, from a file as {@code htpasswd -B} writes it. */
@org.jspecify.annotations.NullMarked
package io.lockstep.functions.login;
