/** The words of a command; null where a quote stays open. */
export function shellWords(line: string): string[] | null {
  return readWords(line)?.words ?? null;
}

/** Where an operator of the shell ends a command without a word, as for Compose; null where none does. */
export function cutInCommand(line: string): number | null {
  return readWords(line)?.cutAt ?? null;
}

function readWords(line: string): { readonly words: string[]; readonly cutAt: number | null } | null {
  const words: string[] = [];
  let word = '';
  let isStarted = false;
  let quote: '' | '"' | "'" = '';
  let isEscaped = false;
  let inner: '' | '`' | '(' = ''; // a command inside
  let cutAt: number | null = null;
  let offset = 0;
  for (const char of line) {
    const here = offset;
    offset += char.length;
    if (isEscaped) {
      word += char;
      isEscaped = false;
      isStarted = true;
      continue;
    }
    if (char === '\\' && quote !== "'") {
      isEscaped = true;
      continue;
    }
    if (/[ \t\r\n]/.test(char)) {
      if (quote !== '' || inner !== '') word += char;
      else if (isStarted) {
        words.push(word);
        word = '';
        isStarted = false;
      }
      continue;
    }
    const isPlain = quote === '';
    if (char === '"' && quote !== "'" && inner !== '(') {
      if (quote === '"') isStarted = true;
      quote = quote === '"' ? '' : '"';
      continue;
    }
    if (char === "'" && quote !== '"' && inner !== '(') {
      if (quote === "'") isStarted = true;
      quote = quote === "'" ? '' : "'";
      continue;
    }
    if (isPlain && char === '`' && inner !== '(') inner = inner === '`' ? '' : '`';
    else if (isPlain && char === ')' && inner !== '`') inner = inner === '(' ? '' : '(';
    else if (isPlain && char === '(' && inner !== '`') {
      if (inner === '(' || !word.endsWith('$')) return null;
      inner = '(';
      word += char;
      continue;
    } else if (isPlain && inner === '' && ';&|<>'.includes(char)) {
      if (char === '>' && /^[0-9]/.test(word)) isStarted = false;
      cutAt = here;
      break;
    }
    isStarted = true;
    word += char;
  }
  if (isEscaped || quote !== '' || inner !== '') return null;
  return { words: isStarted ? [...words, word] : words, cutAt };
}
