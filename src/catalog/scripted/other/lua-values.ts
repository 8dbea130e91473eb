/** A value of Lua as far as a rockspec needs it; null = nothing that can be known without running it. */
export type LuaValue = string | LuaTable | null;

export interface LuaTable {
  readonly items: readonly LuaValue[];
  readonly fields: ReadonlyMap<string, LuaValue>;
}

const MOST_DEPTH = 50;
const TOKEN = /\s+|--[^\n]*|"((?:[^"\\\n]|\\[^])*)"|'((?:[^'\\\n]|\\[^])*)'|([A-Za-z_]\w*)|\.\.|[=~<>]=|\d[\w.]*|[^]/y;

interface Token {
  readonly kind: 'string' | 'name' | 'sign';
  readonly text: string;
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const lastClose = source.lastIndexOf(']]');
  for (let at = 0; at < source.length; ) {
    const opens = source.startsWith('--[[', at) ? at + 4 : source.startsWith('[[', at) ? at + 2 : -1;
    if (opens >= 0 && opens <= lastClose) {
      const end = source.indexOf(']]', opens);
      if (opens === at + 2) tokens.push({ kind: 'string', text: source.slice(opens, end) });
      at = end + 2;
      continue;
    }
    TOKEN.lastIndex = at;
    const [all = ' ', double, single, name] = TOKEN.exec(source) ?? [];
    at += all.length;
    const string = double ?? single;
    if (string !== undefined) tokens.push({ kind: 'string', text: string.replace(/\\(["'\\])/g, '$1') });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (!/^\s/.test(all) && !all.startsWith('--')) tokens.push({ kind: 'sign', text: all });
  }
  return tokens;
}

/** Assignments at the top of a chunk, in their order; nothing is run. */
export function readAssignments(source: string): ReadonlyMap<string, LuaValue> {
  const reader = new Reader(tokensOf(source));
  reader.statements();
  return reader.variables;
}

class Reader {
  readonly variables = new Map<string, LuaValue>();
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  statements(): void {
    for (let depth = 0; this.at < this.tokens.length; ) {
      if (depth === 0 && this.isAssignment(this.at)) {
        const name = this.tokens[this.at]?.text ?? '';
        this.at += 2;
        this.variables.set(name, this.expression(0));
        continue;
      }
      if (this.is('{') || this.is('(')) depth += 1;
      if (this.is('}') || this.is(')')) depth = Math.max(0, depth - 1);
      this.at += 1;
    }
  }

  /** Texts and known names with `..` between them, or a table; any other operator makes it unknown. */
  private expression(depth: number): LuaValue {
    let value = this.operand(depth);
    while (this.is('..')) {
      this.at += 1;
      const right = this.operand(depth);
      value = typeof value === 'string' && typeof right === 'string' ? value + right : null;
    }
    return this.isEnd() ? value : this.skip();
  }

  private operand(depth: number): LuaValue {
    const token = this.tokens[this.at];
    if (token?.kind === 'sign' && token.text === '{') return this.table(depth + 1);
    this.at += 1;
    if (token?.kind === 'string' || (token?.kind === 'sign' && /^\d/.test(token.text))) return token.text;
    if (token?.kind === 'name') return this.variables.get(token.text) ?? null;
    this.at -= 1;
    return null;
  }

  private table(depth: number): LuaValue {
    if (depth > MOST_DEPTH) return this.skip();
    const items: LuaValue[] = [];
    const fields = new Map<string, LuaValue>();
    for (this.at += 1; this.at < this.tokens.length && !this.is('}'); ) {
      const start = this.at;
      const key = this.key();
      const value = this.expression(depth);
      if (key === null) items.push(value);
      else fields.set(key, value);
      if (this.is(',') || this.is(';') || this.at === start) this.at += 1;
    }
    this.at += 1;
    return { items, fields };
  }

  /** `name =` or `["name"] =`; null in front of an item. */
  private key(): string | null {
    if (this.isAssignment(this.at)) {
      this.at += 2;
      return this.tokens[this.at - 2]?.text ?? null;
    }
    const isBracketed = this.is('[') && this.isSign(this.at + 2, ']') && this.isSign(this.at + 3, '=');
    if (!isBracketed) return null;
    this.at += 4;
    return this.tokens[this.at - 3]?.text ?? null;
  }

  /** Passes over the rest of an expression that cannot be known. */
  private skip(): null {
    for (let depth = 0; this.at < this.tokens.length; this.at += 1) {
      if (depth === 0 && this.isEnd()) break;
      if (this.is('{') || this.is('(') || this.is('[')) depth += 1;
      if (this.is('}') || this.is(')') || this.is(']')) depth -= 1;
    }
    return null;
  }

  /** Where a value is over: a separator, a closing bracket, the next statement. */
  private isEnd(): boolean {
    const token = this.tokens[this.at];
    if (token === undefined || (token.kind === 'sign' && [',', ';', '}', ')'].includes(token.text))) return true;
    return token.kind === 'name' && (token.text === 'local' || this.isAssignment(this.at));
  }

  private isAssignment(at: number): boolean {
    return this.tokens[at]?.kind === 'name' && this.isSign(at + 1, '=');
  }

  private is(text: string): boolean {
    return this.isSign(this.at, text);
  }

  private isSign(at: number, text: string): boolean {
    return this.tokens[at]?.kind === 'sign' && this.tokens[at]?.text === text;
  }
}
