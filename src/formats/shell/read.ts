/** A word of a command line: quotes removed, variables as written. */
export interface ShellWord {
  readonly text: string;
  /** Holds nothing that a shell would replace. */
  readonly literal: boolean;
  readonly start: number;
  readonly end: number;
}

export type Connector = '' | '&&' | '||' | ';' | '|' | '&' | '\n' | '(' | ')';

/** One simple command, assignments before its name taken off. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
  readonly assignments: readonly ShellWord[];
  /** Files and descriptors: `>/dev/null`. */
  readonly redirections: readonly ShellWord[];
  /** What stands between the command before and this one. */
  readonly before: Connector;
  /** What stands behind it. */
  readonly after: Connector;
  /** How many substitutions and groups it is inside of. */
  readonly depth: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The simple commands of a POSIX shell text in the order they stand, those inside substitutions too. It knows quotes, comments,
 * connectors, groups and here-documents, and steps over the keywords of compound commands. Takes linear time; never throws.
 */
export function readShell(text: string): readonly ShellCommand[] {
  return new ShellReader(text).read();
}

const KEYWORDS = new Set([
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'do',
  'done',
  'while',
  'until',
  '!',
  '{',
  '}',
  'time',
  'esac',
]);
const DEEPEST = 200;
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;
const ENDS_WORD = new Set([' ', '\t', '\n', '\r', ';', '&', '|', '<', '>', '(', ')']);

interface Pending {
  words: ShellWord[];
  redirections: ShellWord[];
  before: Connector;
  depth: number;
}

class ShellReader {
  private readonly text: string;
  private at = 0;
  private depth = 0;
  /** Inside backquotes a backquote ends words instead of beginning a substitution. */
  private backquoted = false;
  private readonly commands: ShellCommand[] = [];
  private pending: Pending = { words: [], redirections: [], before: '', depth: 0 };
  private readonly bodies: { readonly name: string; readonly chomp: boolean }[] = [];

  constructor(text: string) {
    this.text = text;
  }

  read(): readonly ShellCommand[] {
    this.list('');
    return this.commands.sort((left, right) => left.start - right.start);
  }

  /** Reads commands up to the closing character of a substitution, or the end. */
  private list(close: string): void {
    const outer = this.pending;
    this.pending = { words: [], redirections: [], before: '', depth: this.depth };
    while (this.at < this.text.length && !this.isAt(close)) this.step();
    this.finish('');
    this.at++;
    this.pending = outer;
  }

  private isAt(close: string): boolean {
    return close !== '' && this.text[this.at] === close;
  }

  private step(): void {
    const char = this.text.charAt(this.at);
    if (char === ' ' || char === '\t' || char === '\r') this.at++;
    else if (char === '\\' && this.text[this.at + 1] === '\n') this.at += 2;
    else if (char === '#') this.at = this.lineEnd();
    else if (char === '\n') this.newline();
    else if (char === '(') this.group();
    else if (char === '<' || char === '>' || (char === '&' && this.text[this.at + 1] === '>')) this.redirection();
    else if (char === ';' || char === '&' || char === '|' || char === ')') this.connector(char);
    else this.word();
  }

  private lineEnd(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end;
  }

  private connector(char: ';' | '&' | '|' | ')'): void {
    const doubled = char !== ')' && this.text[this.at + 1] === char;
    this.at += doubled || (char === '|' && this.text[this.at + 1] === '&') ? 2 : 1;
    if (char === '&') this.finish(doubled ? '&&' : '&');
    else if (char === '|') this.finish(doubled ? '||' : '|');
    else this.finish(char);
  }

  private newline(): void {
    this.at++;
    this.finish('\n');
    for (const { name, chomp } of this.bodies.splice(0)) {
      while (this.at < this.text.length) {
        const end = this.lineEnd();
        const line = this.text.slice(this.at, end).replace(/\r$/, '');
        this.at = end + 1;
        if ((chomp ? line.replace(/^\t+/, '') : line) === name) break;
      }
    }
  }

  /** `( … )`, or the parentheses of a function, which hold nothing. */
  private group(): void {
    this.at++;
    this.finish('(');
    this.nested(')');
    this.pending.before = ')';
  }

  private nested(close: string): void {
    if (this.depth >= DEEPEST) return;
    const outer = this.backquoted;
    this.backquoted = close === '`';
    this.depth++;
    this.list(close);
    this.depth--;
    this.backquoted = outer;
  }

  private redirection(): void {
    const start = this.at;
    const [operator = ''] = /^(?:&>>?|<<<|<<-?|<>|<&|>>|>&|>\||[<>])/.exec(this.text.slice(start, start + 3)) ?? [];
    this.at += operator.length;
    if (this.text[this.at] === '(' && (operator === '<' || operator === '>')) {
      this.at++;
      this.nested(')');
      return;
    }
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at++;
    const target = this.readWord();
    this.pending.redirections.push({ ...target, text: operator + target.text, start });
    if (operator === '<<' || operator === '<<-') this.bodies.push({ name: target.text, chomp: operator === '<<-' });
  }

  private word(): void {
    const word = this.readWord();
    const next = this.text[this.at];
    if (/^\d+$/.test(word.text) && (next === '<' || next === '>')) return; // a descriptor
    const { words } = this.pending;
    if (words.length === 0 && word.literal && KEYWORDS.has(word.text)) return;
    words.push(word);
  }

  private readWord(): ShellWord {
    const start = this.at;
    const kept: string[] = [];
    let literal = true;
    while (this.at < this.text.length && !ENDS_WORD.has(this.text.charAt(this.at))) {
      const char = this.text.charAt(this.at);
      if (char === '`' && this.backquoted) break;
      if (char === "'") kept.push(this.singleQuoted());
      else if (char === '"') literal = this.doubleQuoted(kept) && literal;
      else if (char === '$' || char === '`') {
        const raw = this.substitution();
        literal = literal && raw === '$';
        kept.push(raw);
      } else if (char === '\\') {
        if (this.text[this.at + 1] !== '\n') kept.push(this.text.charAt(this.at + 1));
        this.at += 2;
      } else {
        kept.push(char);
        this.at++;
      }
    }
    if (this.at === start && !this.backquoted) this.at++; // nothing here begins a word: step over it
    this.at = Math.min(this.at, this.text.length);
    return { text: kept.join(''), literal, start, end: this.at };
  }

  private singleQuoted(): string {
    const end = this.text.indexOf("'", this.at + 1);
    const text = this.text.slice(this.at + 1, end < 0 ? undefined : end);
    this.at = end < 0 ? this.text.length : end + 1;
    return text;
  }

  /** Whether nothing inside would be replaced. */
  private doubleQuoted(kept: string[]): boolean {
    let literal = true;
    this.at++;
    while (this.at < this.text.length && this.text[this.at] !== '"') {
      const char = this.text.charAt(this.at);
      if (char === '`' && this.backquoted) return literal;
      if (char === '$' || char === '`') {
        const raw = this.substitution();
        literal = literal && raw === '$';
        kept.push(raw);
      } else if (char === '\\' && '"$`\\\n'.includes(this.text.charAt(this.at + 1))) {
        if (this.text[this.at + 1] !== '\n') kept.push(this.text.charAt(this.at + 1));
        this.at += 2;
      } else {
        kept.push(char);
        this.at++;
      }
    }
    this.at++;
    return literal;
  }

  /** `$name`, `${…}`, `$(…)`, `$((…))` or backquotes, as written; the commands inside are read. */
  private substitution(): string {
    const start = this.at;
    const [first, second, third] = this.text.slice(start, start + 3);
    this.at++;
    if (first === '`') this.nested('`');
    else if (second === '(' && third === '(') this.arithmetic();
    else if (second === '(') {
      this.at++;
      this.nested(')');
    } else if (second === '{') this.braces();
    else if (second === "'") return this.singleQuoted();
    else while (/[A-Za-z0-9_]/.test(this.text[this.at] ?? '')) this.at++;
    if (this.at === start + 1 && first === '$' && /[@*#?$!-]/.test(second ?? '')) this.at++;
    return this.text.slice(start, this.at);
  }

  private arithmetic(): void {
    const end = this.text.indexOf('))', this.at);
    this.at = end < 0 ? this.text.length : end + 2;
  }

  private braces(): void {
    let open = 0;
    for (; this.at < this.text.length; this.at++) {
      const char = this.text[this.at];
      if (char === '\\') this.at++;
      else if (char === '{') open++;
      else if (char === '}' && --open === 0) break;
    }
    this.at++;
  }

  private finish(after: Connector): void {
    const { words, redirections, before, depth } = this.pending;
    const named = words.findIndex(({ text }) => !ASSIGNMENT.test(text));
    const name = named < 0 ? words.length : named;
    const all = [...words, ...redirections];
    const [first] = all;
    if (first) {
      const assignments = words.slice(0, name);
      this.commands.push({
        words: words.slice(name),
        assignments,
        redirections,
        before,
        after,
        depth,
        start: all.reduce((start, word) => Math.min(start, word.start), first.start),
        end: all.reduce((end, word) => Math.max(end, word.end), 0),
      });
    }
    const keeps = !first && after === '\n' && before !== '';
    this.pending = { words: [], redirections: [], before: keeps ? before : after, depth: this.depth };
  }
}
