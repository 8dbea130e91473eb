// Modules of this repository as functions, so that a changed one and those that need it can be evaluated again in milliseconds.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import { transformSync } from 'esbuild';

type Evaluate = (exports: object, require: (name: string) => unknown, module: { exports: object }) => void;

const nativeRequire = createRequire(import.meta.url);
const compiled = new Map<string, Evaluate>();
const imports = new Map<string, Set<string>>();

/** Evaluated modules by path; some of them may be given with another text. */
export class Modules {
  private readonly standIns: Readonly<Record<string, unknown>>;
  private readonly changed: ReadonlyMap<string, string>;
  private readonly evaluated: Map<string, { exports: object }>;

  constructor(
    standIns: Readonly<Record<string, unknown>>,
    changed: ReadonlyMap<string, string> = new Map(),
    evaluated: ReadonlyMap<string, { exports: object }> = new Map(),
  ) {
    this.standIns = standIns;
    this.changed = changed;
    this.evaluated = new Map(evaluated);
  }

  /** The same modules with one changed: those that need it are evaluated again. */
  with(path: string, text: string): Modules {
    const stale = needing(path);
    return new Modules(
      this.standIns,
      new Map([[path, text]]),
      new Map([...this.evaluated].filter(([other]) => !stale.has(other))),
    );
  }

  load(path: string): object {
    const known = this.evaluated.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    this.evaluated.set(path, module);
    if (path.endsWith('.json')) module.exports = JSON.parse(readFileSync(path, 'utf8')) as object;
    else this.evaluate(path)(module.exports, (name) => this.required(path, name), module);
    return module.exports;
  }

  /** Evaluates it anew, whatever was evaluated before. */
  reload(path: string): object {
    this.evaluated.delete(path);
    return this.load(path);
  }

  private evaluate(path: string): Evaluate {
    const text = this.changed.get(path);
    if (text !== undefined) return compile(path, text);
    const known = compiled.get(path) ?? compile(path, readFileSync(path, 'utf8'));
    compiled.set(path, known);
    return known;
  }

  private required(from: string, name: string): unknown {
    if (Object.hasOwn(this.standIns, name)) return this.standIns[name];
    if (!name.startsWith('.')) return nativeRequire(name);
    const path = resolve(dirname(from), name);
    imports.set(path, (imports.get(path) ?? new Set()).add(from));
    return this.load(path);
  }
}

/** A module, and all that were seen to need it. */
export function needing(path: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const user of imports.get(path) ?? []) needing(user, found);
  return found;
}

function compile(path: string, text: string): Evaluate {
  const { code } = transformSync(text, {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    supported: { 'dynamic-import': false },
    define: {
      'import.meta.dirname': JSON.stringify(dirname(path)),
      'import.meta.url': JSON.stringify(pathToFileURL(path).href),
    },
  });
  return compileFunction(code, ['exports', 'require', 'module'], { filename: path }) as Evaluate;
}
