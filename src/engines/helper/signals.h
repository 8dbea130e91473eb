/* Waiting, and signals meanwhile. */

static void ignore(int signal, struct action *before) {
  struct action action = {1, 0, 0, 0};
  call(SIGACTION, signal, &action, before, 8);
}

/* Blocked signals reach process 1 as well, although it has no handler for them. */
static size block(size signals) {
  size before = 0;
  call(SIGPROCMASK, 0, &signals, &before, 8);
  return before;
}

/* Whether a signal to end came within that time; a negative time never ends. */
static int ended_within(long ms) {
  struct moment until, now;
  size signals = ENDING;
  call(CLOCK_GETTIME, 1, &now);
  until.seconds = now.seconds + ms / 1000;
  until.nanoseconds = now.nanoseconds + ms % 1000 * 1000000;
  for (;;) {
    struct moment left = {until.seconds - now.seconds, until.nanoseconds - now.nanoseconds};
    while (left.nanoseconds < 0) left.nanoseconds += 1000000000, left.seconds--;
    while (left.nanoseconds >= 1000000000) left.nanoseconds -= 1000000000, left.seconds++;
    if (ms >= 0 && left.seconds < 0) return 0;
    long got = call(SIGTIMEDWAIT, &signals, 0, ms < 0 ? 0 : &left, 8);
    if (got > 0) return 1;
    if (got != -EINTR) return 0;
    call(CLOCK_GETTIME, 1, &now);
  }
}

/* A signal to end is obeyed meanwhile, also as process 1. */
static void pause_for(size ms) {
  size before = block(ENDING);
  if (ended_within((long)ms)) leave(128 + TERM);
  call(SIGPROCMASK, 2, &before, 0, 8);
}
