/*
 * The helper program: what a counter-proof changes of a container, without needing anything of its image. It stands in
 * place of the service, before it, beside it or above it (see src/domain/changes.ts). Linux system calls and nothing else:
 * no C library, no /proc, no shell, no file of the image but /etc/passwd and /etc/group for `write`.
 *
 *   helper exit CODE [AFTER_MS]
 *   helper sleep
 *   helper serve PORT STATUS BODY [loopback]
 *   helper print stdout|stderr TEXT [exit CODE] -- ARGV...
 *   helper wait MS -- ARGV...
 *   helper write PATH USER -- ARGV...
 *   helper allocate BYTES -- ARGV...
 *   helper spin -- ARGV...
 *   helper listen PORT -- ARGV...
 *   helper hold -- ARGV...
 *
 * ARGV is executed in the helper's place (for `hold`: as its child); without any it ends with 0. Exit codes: 64 usage,
 * 125 the helper itself failed, 126 and 127 ARGV could not be started, 1 PATH could not be written, 143 ended while waiting.
 */

#include "system.h"
#include "words.h"
#include "signals.h"
#include "become.h"
#include "serve.h"

/* What follows `--`. */
static char **service_of(char **at) {
  if (!*at || !same(*at, "--")) misused("`--` is missing before the service");
  return at + 1;
}

/* In place of the service */

static void do_exit(char **argv) {
  if (!argv[0]) misused("exit CODE [AFTER_MS]");
  size code = number(argv[0], 255);
  if (argv[1]) pause_for(number(argv[1], 1UL << 40));
  leave((int)code);
}

static void do_sleep(void) {
  ignore(CHLD, 0); /* no zombies below process 1 */
  block(ENDING);
  while (!ended_within(-1)) {}
  leave(0);
}

/* Before the service */

static void do_print(char **argv) {
  if (!argv[0] || !argv[1]) misused("print stdout|stderr TEXT [exit CODE] -- ARGV...");
  int stream = same(argv[0], "stderr") ? 2 : 1;
  if (stream == 1 && !same(argv[0], "stdout")) misused("print stdout|stderr TEXT [exit CODE] -- ARGV...");
  char **rest = argv + 2;
  int ends = rest[0] && same(rest[0], "exit");
  size code = ends ? number(rest[1], 255) : 0;
  char **service = ends ? 0 : service_of(rest);
  put_line(stream, argv[1]);
  if (ends) leave((int)code);
  become(service);
}

static void do_wait(char **argv) {
  if (!argv[0]) misused("wait MS -- ARGV...");
  size ms = number(argv[0], 1UL << 40);
  char **service = service_of(argv + 1);
  pause_for(ms);
  become(service);
}

static void do_write(char **argv) {
  if (!argv[0] || !argv[1]) misused("write PATH USER -- ARGV...");
  char **service = service_of(argv + 2);
  static const char line[] = "written by the helper\n";
  long file = call(OPENAT, HERE, argv[0], CREATE | WRITE_ONLY | CLOSE_ON_EXEC, 0644);
  long written = file < 0 ? file : call(WRITE, file, line, sizeof line - 1);
  if (written < 0) fail(1, "write", argv[0], written);
  call(CLOSE, file);
  become_user(argv[1]);
  become(service);
}

/* Beside the service */

/* Whether this is the child, which ends with its parent and holds no stream of its. */
static int is_beside(void) {
  long parent = call(GETPID);
  long child = call(CLONE, CHLD);
  if (child < 0) fail(FAILED, "start", "a process", child);
  if (child > 0) return 0;
  call(PRCTL, 1, KILL); /* PR_SET_PDEATHSIG */
  if (call(GETPPID) != parent) leave(0);
  for (int stream = 0; stream < 3; stream++) call(CLOSE, stream);
  return 1;
}

static __attribute__((noreturn)) void rest_for_ever(void) {
  for (;;) call(PPOLL, 0, 0, 0, 0, 8);
}

static void do_allocate(char **argv) {
  if (!argv[0]) misused("allocate BYTES -- ARGV...");
  size bytes = number(argv[0], 1UL << 46);
  char **service = service_of(argv + 1);
  long mapped = bytes ? call(MMAP, 0, bytes, 3, 0x4022, -1, 0) : 0; /* private, of nothing, not reserved */
  if (mapped < 0 && mapped > -4096) fail(FAILED, "allocate", argv[0], mapped);
  if (is_beside()) {
    for (size at = 0; at < bytes; at += 4096) ((volatile char *)mapped)[at] = 1;
    rest_for_ever();
  }
  become(service);
}

static void do_spin(char **argv) {
  char **service = service_of(argv);
  if (is_beside())
    for (;;) __asm__ volatile("");
  become(service);
}

static void do_listen(char **argv) {
  if (!argv[0]) misused("listen PORT -- ARGV...");
  char **service = service_of(argv + 1);
  long socket = listen_on(argv[0], 0); /* before the service begins: its sockets are closed on exec */
  if (is_beside()) {
    struct poll poll = {(int)socket, READABLE, 0};
    for (;;) {
      call(PPOLL, &poll, 1, 0, 0, 8);
      long file = call(ACCEPT4, socket, 0, 0, 0);
      if (file >= 0) call(CLOSE, file);
    }
  }
  become(service);
}

/* Above the service */

static void do_hold(char **argv) {
  char **service = service_of(argv);
  static const int kept[] = {1, INT, 3, TERM}; /* HUP, INT, QUIT, TERM */
  struct action before[4];
  for (int index = 0; index < 4; index++) ignore(kept[index], before + index);
  long child = call(CLONE, CHLD);
  if (child < 0) fail(FAILED, "start", "a process", child);
  if (child == 0) {
    for (int index = 0; index < 4; index++) call(SIGACTION, kept[index], before + index, 0, 8);
    become(service);
  }
  for (;;) {
    int status = 0;
    long ended = call(WAIT4, -1, &status, 0, 0);
    if (ended == child) leave(status & 127 ? 128 + (status & 127) : status >> 8 & 255);
    if (ended < 0 && ended != -EINTR) leave(FAILED);
  }
}

/* Called by _start with what the kernel has put on the stack. */
__attribute__((noreturn, used)) void begin(long *stack) {
  long count = stack[0];
  char **argv = (char **)(stack + 1);
  environment = argv + count + 1;
  const char *act = count > 1 ? argv[1] : "";
  char **rest = argv + (count > 1 ? 2 : count);
  if (same(act, "exit")) do_exit(rest);
  if (same(act, "sleep")) do_sleep();
  if (same(act, "serve")) do_serve(rest);
  if (same(act, "print")) do_print(rest);
  if (same(act, "wait")) do_wait(rest);
  if (same(act, "write")) do_write(rest);
  if (same(act, "allocate")) do_allocate(rest);
  if (same(act, "spin")) do_spin(rest);
  if (same(act, "listen")) do_listen(rest);
  if (same(act, "hold")) do_hold(rest);
  misused("exit, sleep, serve, print, wait, write, allocate, spin, listen or hold");
}
