import type { LintFinding } from '../domain/index.ts';
import type { LintTarget } from './files.ts';

/** What nobody can look at line by line. No check: there is nothing to switch off in it. */
export const NO_TEXT = {
  id: 'lint/text',
  /** What BuildKit refuses has hadolint's name for it. */
  aliases: ['DL1000'],
  title: 'A file to be linted is a text, in UTF-8',
  why: 'BuildKit takes no Dockerfile, and Compose no file, that is a program, a picture or an archive: nothing of it can be looked at.',
  remedy:
    'Name the Dockerfile or the compose file itself; where a folder is linted, give this file another name or write it into `.tickproofignore`. A text in UTF-16 is to be saved as UTF-8.',
} as const;

export type NoText = 'bytes' | 'utf-16' | 'not-utf-8';

/** As far as other programs look, too. */
const LOOKED_AT = 8000;
/** Fewer may have come into a text by mistake. */
const FEWEST = 3;
const LEAST_SHARE = 0.03;
/** A mark of the order of bytes, which is no UTF-8, and letters of which every other byte is NUL; or four such letters. */
const UTF16 = /^\ufffd\ufffd(?:[^\0]\0|\0[^\0])|^(?:[^\0]\0){4}|^(?:\0[^\0]){4}/;

/**
 * Whether what was read as UTF-8 is no text: NUL bytes near the start, and not just one that went astray; or bytes that are
 * no UTF-8 among characters that no line has. An older encoding alone is a text, and so are colours of a terminal.
 */
export function noTextOf(text: string): 'bytes' | 'utf-16' | null {
  const start = text.slice(0, LOOKED_AT);
  const hasNul = start.includes('\0');
  if (hasNul && UTF16.test(start)) return 'utf-16';
  const isMuch = (is: (character: string) => boolean): boolean => {
    const count = [...start].filter(is).length;
    return count >= FEWEST && count >= start.length * LEAST_SHARE;
  };
  if (!hasNul && !(start.includes('\ufffd') && isMuch(isUndecoded))) return null;
  return isMuch(hasNul ? isOdd : isControl) ? 'bytes' : null;
}

/** Characters that no line of a text has: others' encodings of letters are not among them. */
function isOdd(character: string): boolean {
  return character < '\u001b' && !'\t\n\v\f\r'.includes(character);
}

const isUndecoded = (character: string): boolean => character === '\ufffd';

/** More of them: where there is no NUL, all but what begins a terminal's colours counts. */
function isControl(character: string): boolean {
  return isOdd(character) || (character > '\u001b' && character < ' ') || character === '\u007f';
}

const REMEDIES: Readonly<Record<NoText, { readonly remedy?: string }>> = {
  bytes: {},
  'utf-16': { remedy: 'Save it as UTF-8: `iconv -f UTF-16 -t UTF-8 OLD > NEW`.' },
  'not-utf-8': { remedy: 'Save it as UTF-8: `iconv -f LATIN1 -t UTF-8 OLD > NEW`, where it is in Latin-1.' },
};

/** The one finding of such a file, where its first letter stands that is none. */
export function noTextFinding({ path, kind }: LintTarget, what: NoText, text: string): LintFinding {
  const line = what === 'not-utf-8' ? text.slice(0, text.indexOf('\ufffd')).split('\n').length : 1;
  const said = {
    bytes: 'this is no text: it begins with bytes that no text has',
    'not-utf-8': 'a letter here is not in UTF-8, and Compose reads no other encoding',
    'utf-16': `this text is in UTF-16, and ${kind === 'compose' ? 'only UTF-8 is read here' : 'BuildKit reads UTF-8 only'}`,
  };
  return {
    ...NO_TEXT,
    ...REMEDIES[what],
    aliases: kind === 'dockerfile' ? NO_TEXT.aliases : [],
    severity: 'error',
    message: said[what],
    at: { file: path, startLine: line, endLine: line },
    references: [],
    fix: null,
    superseded: false,
  };
}
