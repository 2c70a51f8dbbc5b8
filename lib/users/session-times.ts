/** A session nobody used for this long is over, */
export const SESSION_IDLE_SECONDS = 12 * 60 * 60;
/** and any session is over this long after signing in. */
export const SESSION_ABSOLUTE_SECONDS = 7 * 24 * 60 * 60;
