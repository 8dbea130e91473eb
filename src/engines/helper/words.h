/* Texts, numbers, and ending with a message. */

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
