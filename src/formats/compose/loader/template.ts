export type Lookup = (name: string) => string | undefined;

/** Why a text with variables cannot be filled in. */
export class TemplateFault extends Error {
  readonly isMissing: boolean;

  constructor(message: string, isMissing: boolean) {
    super(message);
    this.name = 'TemplateFault';
    this.isMissing = isMissing;
  }
}

const NAME = /[_a-z][_a-z0-9]*/iy;
const OPERATOR = /:?[-+?]/y;
const LONGEST = 1 << 20; // characters: a variable of variables of variables doubles with each line
const DEEPEST = 100; // of defaults in defaults: more is no file that anybody wrote

/** Fills in the variables of a text as Compose does, its quirks included. `unset` hears of those that are blank for want of a value. */
export function fillTemplate(template: string, lookup: Lookup, unset: (name: string) => void, depth = 0): string {
  let filled = '';
  let done = 0;
  for (let at = template.indexOf('$'); at >= 0; at = template.indexOf('$', done)) {
    filled += template.slice(done, at);
    const use = useAt(template, at, lookup, unset, depth);
    filled += use.text;
    if (filled.length > LONGEST) throw new TemplateFault('the variables make it too long', false);
    done = use.end;
  }
  return filled + template.slice(done);
}

interface Use {
  readonly text: string;
  readonly end: number;
}

function useAt(template: string, at: number, lookup: Lookup, unset: (name: string) => void, depth: number): Use {
  const next = template[at + 1];
  if (next === '$') return { text: '$', end: at + 2 };
  if (next !== '{') {
    const name = matchAt(NAME, template, at + 1);
    return name === null
      ? { text: '$', end: at + 1 }
      : { text: valueOf(name, lookup, unset), end: at + 1 + name.length };
  }
  const name = matchAt(NAME, template, at + 2);
  if (name === null) throw invalid(template);
  const behind = at + 2 + name.length;
  if (template[behind] === '}') return { text: valueOf(name, lookup, unset), end: behind + 1 };
  const operator = matchAt(OPERATOR, template, behind);
  const last = lastBrace(template, behind);
  if (operator === null || last < behind + operator.length) throw invalid(template);
  if (depth > DEEPEST) throw new TemplateFault('variables are nested too deeply', false);
  const end = closingBrace(template, at, last);
  const word = template.slice(behind + operator.length, end);
  // Compose fills the word in before it looks whether it is wanted: it warns of what is not set there, and refuses
  const text = chosen(name, operator, lookup, fillTemplate(word, lookup, unset, depth + 1));
  return { text, end: end + 1 };
}

function chosen(name: string, operator: string, lookup: Lookup, word: string): string {
  const value = lookup(name);
  const isSet = value !== undefined && !(operator.startsWith(':') && value === '');
  if (operator.endsWith('+')) return isSet ? word : (value ?? '');
  if (isSet) return value;
  if (operator.endsWith('-')) return word;
  throw new TemplateFault(`required variable ${name} is missing a value${word === '' ? '' : `: ${word}`}`, true);
}

function valueOf(name: string, lookup: Lookup, unset: (name: string) => void): string {
  const value = lookup(name);
  if (value === undefined) unset(name);
  return value ?? '';
}

/** A use with an operator reaches to the last brace of its line. */
function lastBrace(template: string, from: number): number {
  const end = template.indexOf('\n', from);
  return template.lastIndexOf('}', end < 0 ? template.length : end);
}

/** The brace that closes the first one; what stands right behind an opening brace is not looked at. */
function closingBrace(template: string, from: number, last: number): number {
  let open = 0;
  for (let at = from; at <= last; at += 1) {
    if (template[at] === '}') {
      open -= 1;
      if (open === 0) return at;
    } else if (template[at] === '{') {
      open += 1;
      at += 1;
    }
  }
  return last;
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

const invalid = (template: string): TemplateFault =>
  new TemplateFault(`Invalid template: ${JSON.stringify(template)}`, false);
