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

#if defined(__x86_64__)

enum {
  READ = 0, WRITE = 1, CLOSE = 3, LSEEK = 8, MMAP = 9, SIGACTION = 13, SIGPROCMASK = 14, SOCKET = 41, SENDTO = 44,
  RECVFROM = 45, SHUTDOWN = 48, BIND = 49, LISTEN = 50, SETSOCKOPT = 54, CLONE = 56, EXECVE = 59, WAIT4 = 61, GETUID = 102,
  GETGID = 104, SETUID = 105, SETGID = 106, GETPPID = 110, SETGROUPS = 116, SIGTIMEDWAIT = 128, PRCTL = 157,
  CLOCK_GETTIME = 228, EXIT_GROUP = 231, OPENAT = 257, PPOLL = 271, ACCEPT4 = 288, SIGNALFD4 = 289, GETPID = 39,
};

static long call6(long number, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

__asm__(".globl _start\n_start:\n  xor %ebp, %ebp\n  mov %rsp, %rdi\n  and $-16, %rsp\n  call begin\n");

#elif defined(__aarch64__)

enum {
  READ = 63, WRITE = 64, CLOSE = 57, LSEEK = 62, MMAP = 222, SIGACTION = 134, SIGPROCMASK = 135, SOCKET = 198, SENDTO = 206,
  RECVFROM = 207, SHUTDOWN = 210, BIND = 200, LISTEN = 201, SETSOCKOPT = 208, CLONE = 220, EXECVE = 221, WAIT4 = 260,
  GETUID = 174, GETGID = 176, SETUID = 146, SETGID = 144, GETPPID = 173, SETGROUPS = 159, SIGTIMEDWAIT = 137, PRCTL = 167,
  CLOCK_GETTIME = 113, EXIT_GROUP = 94, OPENAT = 56, PPOLL = 73, ACCEPT4 = 242, SIGNALFD4 = 74, GETPID = 172,
};

static long call6(long number, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory", "cc");
  return x0;
}

__asm__(".globl _start\n_start:\n  mov x29, #0\n  mov x30, #0\n  mov x0, sp\n  bl begin\n");

#else
#error "no system calls for this architecture"
#endif

/* call(NUMBER, up to six arguments); what is not given is 0. */
#define PICK(n, a, b, c, d, e, f, ...) call6((long)(n), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define call(...) PICK(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

typedef unsigned long size;
typedef unsigned int id;

enum { USAGE = 64, FAILED = 125, NOT_STARTED = 126, NOT_FOUND = 127 };
enum { EPERM = 1, ENOENT = 2, EINTR = 4, EAGAIN = 11, EACCES = 13, ENOTDIR = 20, EINVAL = 22, ENAMETOOLONG = 36 };
enum { INT = 2, KILL = 9, TERM = 15, CHLD = 17 };
enum { HERE = -100, CREATE = 0100, WRITE_ONLY = 01, CLOSE_ON_EXEC = 02000000 };
enum { MAX_GROUPS = 256, MAX_PATH = 4096 };

#define ENDING (1UL << (TERM - 1) | 1UL << (INT - 1))

struct moment { long seconds, nanoseconds; };
struct action { long handler; size flags; long restorer; size mask; };

static char **environment;

/* The compiler may call these on its own. */
void *memset(void *to, int value, size length) {
  char *at = to;
  while (length--) *at++ = (char)value;
  return to;
}

void *memcpy(void *to, const void *from, size length) {
  char *at = to;
  const char *source = from;
  while (length--) *at++ = *source++;
  return to;
}

static size length_of(const char *text) {
  size length = 0;
  while (text[length]) length++;
  return length;
}

static int same(const char *one, const char *other) {
  while (*one && *one == *other) one++, other++;
  return *one == *other;
}

static __attribute__((noreturn)) void leave(int code) {
  for (;;) call(EXIT_GROUP, code);
}

static void put(int stream, const char *text, size length) {
  while (length > 0) {
    long written = call(WRITE, stream, text, length);
    if (written == -EINTR || written == -EAGAIN) continue;
    if (written <= 0) return;
    text += written;
    length -= (size)written;
  }
}

/* One line in one write, so that nobody else's is in the middle of it. */
static void put_line(int stream, const char *text) {
  char line[MAX_PATH];
  size length = length_of(text);
  if (length < sizeof line) {
    memcpy(line, text, length);
    line[length] = '\n';
    put(stream, line, length + 1);
  } else {
    put(stream, text, length);
    put(stream, "\n", 1);
  }
}

/* Decimal, least significant digit last; the text begins in `into`, which ends with it. */
static char *decimal(size value, char into[24]) {
  char *at = into + 23;
  *at = 0;
  do *--at = (char)('0' + value % 10);
  while (value /= 10);
  return at;
}

static char *append(char *at, char *end, const char *text) {
  while (*text && at < end) *at++ = *text++;
  *at = 0;
  return at;
}

static const char *name_of(long error) {
  switch (error) {
    case EPERM: return "EPERM";
    case ENOENT: return "ENOENT";
    case 7: return "E2BIG";
    case 8: return "ENOEXEC";
    case EAGAIN: return "EAGAIN";
    case 12: return "ENOMEM";
    case EACCES: return "EACCES";
    case ENOTDIR: return "ENOTDIR";
    case 21: return "EISDIR";
    case EINVAL: return "EINVAL";
    case 24: return "EMFILE";
    case 26: return "ETXTBSY";
    case 28: return "ENOSPC";
    case 30: return "EROFS";
    case ENAMETOOLONG: return "ENAMETOOLONG";
    case 40: return "ELOOP";
    case 98: return "EADDRINUSE";
    default: return 0;
  }
}

/* `helper: cannot WHAT NAME: ERROR`, an error being what a system call answered. */
static __attribute__((noreturn)) void fail(int code, const char *what, const char *name, long error) {
  char text[1024], digits[24];
  char *end = text + sizeof text - 1;
  char *at = append(text, end, "helper: cannot ");
  at = append(at, end, what);
  at = append(at, end, " ");
  at = append(at, end - 32, name); /* the error is said, however long the name is */
  at = append(at, end, ": ");
  const char *known = name_of(-error);
  if (!known) at = append(at, end, "errno ");
  append(at, end, known ? known : decimal((size)-error, digits));
  put_line(2, text);
  leave(code);
}

static __attribute__((noreturn)) void misused(const char *why) {
  char text[256];
  append(append(text, text + 255, "helper: "), text + 255, why);
  put_line(2, text);
  leave(USAGE);
}

/* A whole number of at most `most`, and nothing around it. */
static size number(const char *text, size most) {
  size value = 0;
  if (!text || !*text) misused("a number is missing");
  for (; *text; text++) {
    size digit = (size)(*text - '0');
    if (digit > 9 || value > (most - digit) / 10) misused("a number is none, or out of bounds");
    value = value * 10 + digit;
  }
  return value;
}

/* What follows `--`. */
static char **service_of(char **at) {
  if (!*at || !same(*at, "--")) misused("`--` is missing before the service");
  return at + 1;
}

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

static const char *variable(const char *name) {
  size length = length_of(name);
  for (char **at = environment; *at; at++) {
    size index = 0;
    while (index < length && (*at)[index] == name[index]) index++;
    if (index == length && (*at)[length] == '=') return *at + length + 1;
  }
  return 0;
}

/* Executes it as a shell would find it, in this process. */
static __attribute__((noreturn)) void become(char **argv) {
  if (!argv[0]) leave(0);
  const char *program = argv[0];
  int has_slash = 0;
  for (const char *at = program; *at; at++) has_slash |= *at == '/';
  long error = -ENOENT;
  if (has_slash) {
    error = call(EXECVE, program, argv, environment);
  } else if (*program) {
    const char *folder = variable("PATH");
    if (!folder) folder = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    for (;; folder++) {
      char path[MAX_PATH];
      char *end = path + sizeof path - 1, *at = path;
      while (*folder && *folder != ':' && at < end) *at++ = *folder++;
      if (at == path) *at++ = '.'; /* an empty one is the working folder */
      if (at < end) *at++ = '/';
      at = append(at, end, program);
      if (at < end) {
        long met = call(EXECVE, path, argv, environment);
        if (met != -ENOENT && met != -ENOTDIR) error = met;
        if (met != -ENOENT && met != -ENOTDIR && met != -EACCES) break;
      }
      while (*folder && *folder != ':') folder++;
      if (!*folder) break;
    }
  }
  fail(error == -ENOENT ? NOT_FOUND : NOT_STARTED, "start", program, error);
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

/* What is listened with on that port, or an error. An IPv6 one leaves IPv4 to the other. */
static long listener(size port, int loopback, int ipv6) {
  unsigned char address[28] = {0};
  address[0] = ipv6 ? 10 : 2; /* AF_INET6, AF_INET; both architectures are little-endian */
  address[2] = (unsigned char)(port >> 8);
  address[3] = (unsigned char)port;
  if (loopback && ipv6) address[23] = 1;
  if (loopback && !ipv6) address[4] = 127, address[7] = 1;
  long socket = call(SOCKET, address[0], 1 | 04000 | CLOSE_ON_EXEC, 0);
  if (socket < 0) return socket;
  int on = 1;
  call(SETSOCKOPT, socket, 1, 2, &on, sizeof on); /* SO_REUSEADDR */
  if (ipv6) call(SETSOCKOPT, socket, 41, 26, &on, sizeof on); /* IPV6_V6ONLY */
  long error = call(BIND, socket, address, ipv6 ? 28 : 16);
  if (!error) error = call(LISTEN, socket, 128);
  if (!error) return socket;
  call(CLOSE, socket);
  return error;
}

static long listen_on(const char *text, int loopback) {
  long socket = listener(number(text, 65535), loopback, 0);
  if (socket < 0) fail(FAILED, "listen on", text, socket);
  return socket;
}

struct poll { int file; short wanted, happened; };
struct connection { int file; int state; int is_head; size met; size sent; long until; int at_line_start; };
enum { CONNECTIONS = 64, FIRST = 3, READABLE = 1, WRITABLE = 4, PATIENCE_S = 10, GOODBYE_S = 2, MAX_REQUEST = 65536 };
enum { ASKING, ANSWERING, LEAVING };

struct answer { char head[256]; size head_length; const char *body; size body_length; };

static const char *phrase_of(size status) {
  switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 500: return "Internal Server Error";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    default: return "Status";
  }
}

static void prepare(struct answer *answer, size status, const char *body) {
  char digits[24];
  int bodiless = status == 204 || status == 304;
  const char *first = body;
  while (*first == ' ' || *first == '\n' || *first == '\t' || *first == '\r') first++;
  int is_json = *first == '{' || *first == '[';
  char *end = answer->head + sizeof answer->head - 1;
  char *at = append(answer->head, end, "HTTP/1.1 ");
  at = append(at, end, decimal(status, digits));
  at = append(at, end, " ");
  at = append(at, end, phrase_of(status));
  answer->body = body;
  answer->body_length = bodiless ? 0 : length_of(body);
  if (!bodiless) {
    at = append(at, end, "\r\nContent-Type: ");
    at = append(at, end, is_json ? "application/json" : "text/plain; charset=utf-8");
    at = append(at, end, "\r\nContent-Length: ");
    at = append(at, end, decimal(answer->body_length, digits));
  }
  at = append(at, end, "\r\nConnection: close\r\n\r\n");
  answer->head_length = (size)(at - answer->head);
}

static void hang_up(struct connection *connection) {
  call(CLOSE, connection->file);
  connection->file = -1;
}

/* Reads on; its head ends with an empty line. */
static void hear(struct connection *it) {
  char text[4096];
  for (;;) {
    long got = call(RECVFROM, it->file, text, sizeof text, 0, 0, 0);
    if (got == -EAGAIN || got == -EINTR) return;
    if (got <= 0) return hang_up(it);
    if (it->state == LEAVING) continue;
    for (long index = 0; index < got && it->state == ASKING; index++) {
      char letter = text[index];
      if (it->met < 5) it->is_head &= letter == "HEAD "[it->met];
      it->met++;
      if (letter == '\n' && it->at_line_start) it->state = ANSWERING;
      if (letter != '\r') it->at_line_start = letter == '\n';
    }
    if (it->met > MAX_REQUEST) it->state = ANSWERING;
    if (it->state == ANSWERING) return;
  }
}

static void speak(struct connection *it, const struct answer *answer, long now) {
  size whole = answer->head_length + (it->is_head ? 0 : answer->body_length);
  while (it->sent < whole) {
    int in_head = it->sent < answer->head_length;
    const char *from = in_head ? answer->head + it->sent : answer->body + (it->sent - answer->head_length);
    size length = (in_head ? answer->head_length : whole) - it->sent;
    long sent = call(SENDTO, it->file, from, length, 0x4000 | (in_head && whole > answer->head_length ? 0x8000 : 0));
    if (sent == -EAGAIN || sent == -EINTR) return;
    if (sent < 0) return hang_up(it);
    it->sent += (size)sent;
  }
  call(SHUTDOWN, it->file, 1); /* the rest of the request is read: closing on it would take the answer back */
  it->state = LEAVING;
  it->until = now + GOODBYE_S;
}

static long seconds_now(void) {
  struct moment now;
  call(CLOCK_GETTIME, 1, &now);
  return now.seconds;
}

static void greet(int from, struct connection *connections, long now) {
  for (int index = 0; index < CONNECTIONS; index++) {
    if (connections[index].file >= 0) continue;
    long file = call(ACCEPT4, from, 0, 0, 04000 | CLOSE_ON_EXEC);
    if (file == -EAGAIN || file == -EINTR) return;
    if (file < 0) {
      struct moment nap = {0, 50000000}; /* no descriptors: not asked again at once */
      call(PPOLL, 0, 0, &nap, 0, 0);
      return;
    }
    connections[index] = (struct connection){(int)file, ASKING, 1, 0, 0, now + PATIENCE_S, 0};
  }
}

static void do_serve(char **argv) {
  if (!argv[0] || !argv[1] || !argv[2]) misused("serve PORT STATUS BODY [loopback]");
  int loopback = argv[3] && same(argv[3], "loopback");
  if (argv[3] && !loopback) misused("serve PORT STATUS BODY [loopback]");
  struct answer answer;
  prepare(&answer, number(argv[1], 999), argv[2]);
  ignore(CHLD, 0);
  size ending = ENDING;
  block(ENDING);
  struct connection connections[CONNECTIONS];
  struct poll polls[FIRST + CONNECTIONS];
  for (int index = 0; index < CONNECTIONS; index++) connections[index].file = -1;
  int signals = (int)call(SIGNALFD4, -1, &ending, 8, CLOSE_ON_EXEC);
  if (signals < 0) fail(FAILED, "wait for", "signals", signals);
  int listeners[2] = {(int)listen_on(argv[0], loopback), (int)listener(number(argv[0], 65535), loopback, 1)};
  for (;;) {
    int in_use = 0;
    for (int index = 0; index < CONNECTIONS; index++) {
      struct connection *it = connections + index;
      in_use += it->file >= 0;
      polls[FIRST + index] = (struct poll){it->file, it->state == ANSWERING ? WRITABLE : READABLE, 0};
    }
    polls[0] = (struct poll){signals, READABLE, 0};
    for (int index = 0; index < 2; index++)
      polls[1 + index] = (struct poll){in_use < CONNECTIONS && listeners[index] >= 0 ? listeners[index] : -1, READABLE, 0};
    struct moment second = {1, 0};
    if (call(PPOLL, polls, FIRST + CONNECTIONS, in_use ? &second : 0, 0, 8) < 0) continue;
    if (polls[0].happened) leave(0);
    long now = seconds_now();
    for (int index = 0; index < CONNECTIONS; index++) {
      struct connection *it = connections + index;
      if (it->file < 0) continue;
      if (polls[FIRST + index].happened && it->state != ANSWERING) hear(it);
      if (it->file >= 0 && it->state == ANSWERING) speak(it, &answer, now);
      if (it->file >= 0 && now > it->until) hang_up(it);
    }
    for (int index = 0; index < 2; index++)
      if (polls[1 + index].happened) greet(listeners[index], connections, now);
  }
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

struct text { const char *at; size length; };

/* A file as it stands; empty where there is none. */
static struct text contents_of(const char *path) {
  struct text none = {"", 0};
  long file = call(OPENAT, HERE, path, CLOSE_ON_EXEC, 0);
  if (file < 0) return none;
  long length = call(LSEEK, file, 0, 2);
  long mapped = length > 0 ? call(MMAP, 0, length, 1, 2, file, 0) : -EINVAL;
  call(CLOSE, file);
  if (mapped < 0 && mapped > -4096) return none;
  return (struct text){(const char *)mapped, (size)length};
}

/* Takes what stands before the mark, and the mark, off the text. */
static struct text cut(struct text *from, char mark) {
  struct text part = {from->at, 0};
  while (part.length < from->length && part.at[part.length] != mark) part.length++;
  size taken = part.length < from->length ? part.length + 1 : part.length;
  from->at += taken;
  from->length -= taken;
  return part;
}

static int equal(struct text one, struct text other) {
  if (one.length != other.length) return 0;
  for (size index = 0; index < one.length; index++)
    if (one.at[index] != other.at[index]) return 0;
  return 1;
}

/* -1 where it is no number of a user or group. */
static long numeric(struct text text) {
  long value = 0;
  if (text.length == 0 || text.length > 10) return -1;
  for (size index = 0; index < text.length; index++) {
    if (text.at[index] < '0' || text.at[index] > '9') return -1;
    value = value * 10 + (text.at[index] - '0');
  }
  return value > 0x7fffffff ? -1 : value;
}

struct user { long uid, gid; struct text name, home; };

/* By number where it is one, else by name, as a container engine looks them up. */
static int find_user(struct text wanted, struct user *user) {
  struct text file = contents_of("/etc/passwd");
  long uid = numeric(wanted);
  while (file.length > 0) {
    struct text line = cut(&file, '\n');
    struct text name = cut(&line, ':');
    cut(&line, ':');
    long its_uid = numeric(cut(&line, ':')), gid = numeric(cut(&line, ':'));
    cut(&line, ':');
    if (its_uid < 0 || gid < 0 || (uid >= 0 ? its_uid != uid : !equal(name, wanted))) continue;
    *user = (struct user){its_uid, gid, name, cut(&line, ':')};
    return 1;
  }
  return 0;
}

static long find_group(struct text wanted) {
  struct text file = contents_of("/etc/group");
  long gid = numeric(wanted);
  while (gid < 0 && file.length > 0) {
    struct text line = cut(&file, '\n');
    struct text name = cut(&line, ':');
    cut(&line, ':');
    if (equal(name, wanted)) return numeric(cut(&line, ':'));
  }
  return gid;
}

/* The groups that name that user among their members. */
static size groups_of(struct text user, id groups[MAX_GROUPS], size count) {
  struct text file = contents_of("/etc/group");
  while (file.length > 0 && count < MAX_GROUPS) {
    struct text line = cut(&file, '\n');
    cut(&line, ':');
    cut(&line, ':');
    long gid = numeric(cut(&line, ':'));
    int member = 0;
    while (line.length > 0) member |= equal(cut(&line, ','), user);
    if (gid >= 0 && member) groups[count++] = (id)gid;
  }
  return count;
}

/* The engine has set HOME for the user that the container was started as, unless the image did. */
static void move_home(struct text home) {
  static char entry[MAX_PATH];
  struct user root = {0, 0, {"", 0}, {"/", 1}};
  find_user((struct text){"0", 1}, &root);
  const char *now = variable("HOME");
  if (!now || !equal((struct text){now, length_of(now)}, root.home) || home.length + 6 > sizeof entry) return;
  memcpy(entry, "HOME=", 5);
  memcpy(entry + 5, home.at, home.length);
  for (char **at = environment; *at; at++)
    if (*at + 5 == now) *at = entry;
}

/* `1000`, `1000:1000`, `name`, `name:group`; without any nothing changes. */
static void become_user(const char *spec) {
  if (!*spec) return;
  struct text rest = {spec, length_of(spec)};
  struct text wanted = cut(&rest, ':'), group = rest;
  if (wanted.length == 0) wanted = (struct text){"0", 1};
  struct user user = {numeric(wanted), 0, {"", 0}, {"/", 1}};
  int is_listed = find_user(wanted, &user);
  if (group.length > 0) user.gid = find_group(group);
  if (user.uid < 0 || user.gid < 0) fail(FAILED, "find the user", spec, -ENOENT);
  id groups[MAX_GROUPS] = {(id)user.gid};
  size count = group.length == 0 && is_listed ? groups_of(user.name, groups, 1) : 1;
  if (call(GETUID) != user.uid || call(GETGID) != user.gid) {
    long error = call(SETGROUPS, count, groups);
    if (!error) error = call(SETGID, user.gid);
    if (!error) error = call(SETUID, user.uid);
    if (error) fail(FAILED, "become the user", spec, error);
  }
  if (user.uid != 0) move_home(user.home);
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
