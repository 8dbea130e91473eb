import { entropyOf, isPlaceholder } from './placeholders.ts';
import type { SecretRule, Sighting } from './rule.ts';

const LONGEST_COMMAND = 2000;
const MOST_LINES = 7;
const MOST_WORDS = 80;

/** Commands of curl with a password or a token in them: in shell histories, scripts, and lines of an image's history. */
export const COMMAND_RULES: readonly SecretRule[] = [
  curl('curl-user', 'curl-auth-user', /^(?:-[a-zA-Z]{0,8}u|--user|--proxy-user)(?:=|$)/, passwordIn),
  curl('curl-header', 'curl-auth-header', /^(?:-[a-zA-Z]{0,8}H|--header)(?:=|$)/, tokenIn),
];

interface Word {
  /** Without its quotes. */
  readonly text: string;
  /** Offset of each character of `text`. */
  readonly at: readonly number[];
}

type Inside = (value: string) => { readonly from: number; readonly to: number } | null;

function curl(id: string, alias: string, option: RegExp, inside: Inside): SecretRule {
  return {
    id,
    aliases: [alias],
    keywords: ['curl '],
    look: (text, _, end) => {
      const words = wordsOf(text.slice(end, end + LONGEST_COMMAND));
      const found: Sighting[] = [];
      words.forEach((word, index) => {
        const given = option.exec(word.text)?.[0];
        const argument = given?.endsWith('=') ? word : words[index + 1];
        if (given === undefined || !argument) return;
        const skip = given.endsWith('=') ? given.length : 0;
        const part = inside(argument.text.slice(skip));
        if (!part) return;
        const [first, last] = [argument.at[skip + part.from], argument.at[skip + part.to - 1]];
        if (first === undefined || last === undefined) return;
        const value = text.slice(end + first, end + last + 1);
        found.push({ start: end + first, end: end + last + 1, value, confidence: 'high' });
      });
      return found;
    },
  };
}

/** The words of a command as a shell splits them; some lines more are read, since continuation marks get lost. */
function wordsOf(command: string): readonly Word[] {
  const words: Word[] = [];
  let [text, at, quote, isOpen, lines] = ['', [] as number[], '', false, 0];
  const close = () => {
    if (isOpen) words.push({ text, at });
    [text, at, isOpen] = ['', [], false];
  };
  for (let index = 0; index < command.length && words.length < MOST_WORDS; index++) {
    const char = command.charAt(index);
    if (char === '\\' && quote !== "'" && /[\r\n"\\]/.test(command.charAt(index + 1))) {
      if (command.charAt(++index) === '"' && quote === '') quote = '\\"';
      else if (command.charAt(index) === '"' && quote === '\\"') quote = '';
      isOpen = isOpen || quote !== '';
    } else if (quote === '' ? char === '"' || char === "'" : char === quote) {
      quote = quote === '' ? char : '';
      isOpen = true;
    } else if (quote === '' && /[\s;]/.test(char)) {
      if (text === 'curl') return words; // it is looked at in its own turn
      close();
      if (char === '\n' && ++lines >= MOST_LINES) return words;
    } else {
      text += char;
      at.push(index);
      isOpen = true;
    }
  }
  if (quote === '') close();
  return words;
}

const FILLED_IN = /^\$\{?[A-Za-z_]\w*\}?$|\$\(|\{\{|\$\{|^<|^\[|^\*+$|^%|^-/;

/** Of `user:password` the part that is secret. */
function passwordIn(value: string) {
  const colon = value.indexOf(':');
  const password = value.slice(colon + 1);
  if (colon === -1 || password.length < 3 || /[\s\n]/.test(password)) return null;
  const bare = /^\{(\w{12,}\d\w*)\}$/.exec(password)?.[1] ?? password; // braces may belong to it: names of templates have no digits
  if (FILLED_IN.test(password) || isPlaceholder(bare) || entropyOf(value) < 2) return null;
  return { from: colon + 1, to: value.length };
}

const HEADERS =
  /^(?:authorization:[ \t]{0,5}(?:basic[ \t]+([a-z0-9+/]{8,2000}={0,3})|(?:bearer|(?:api-)?token)[ \t]+([\w=~@.+/-]{8,2000})|([\w=~@.+/-]{8,2000}))|(?:x-(?:[a-z]{1,30}-)?)?(?:api-?)?(?:key|token):[ \t]{0,5}([\w=~@.+/-]{8,2000})|private-token:[ \t]{0,5}([\w-]{8,200}))$/i;

/** Of a header the part that proves who asks. */
function tokenIn(value: string) {
  const [, ...parts] = HEADERS.exec(value) ?? [];
  const secret = parts.find((part) => part !== undefined);
  if (!secret || entropyOf(secret) < 2.5 || isPlaceholder(secret)) return null;
  return { from: value.length - secret.length, to: value.length };
}
