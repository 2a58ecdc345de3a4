/** What a session logs in with: a connection URI, a password, and the files that they may be in. */
@NullMarked
package io.lockstep.database.login;

import org.jspecify.annotations.NullMarked;
