/* `serve`: a server of one answer, and what it listens with. */

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
