/* Becoming the service, or another user. */

static char **environment;

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
