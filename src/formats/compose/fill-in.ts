const USE = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])([^{}]*))?\})/g;

/** A text with its variables filled in; null where one is not set, or stands in a form that only the client reads. */
export function fillIn(text: string, valueOf: (name: string) => string | null): string | null {
  let whole = true;
  const filled = text.replaceAll(
    USE,
    (use, bare: string | undefined, braced: string | undefined, operator = '', word = '') => {
      if (use === '$$') return '$';
      const value = valueOf(bare ?? braced ?? '');
      const isSet = value !== null && !(operator.startsWith(':') && value === '');
      if (operator.endsWith('+')) return isSet ? word : '';
      if (isSet) return value;
      if (operator.endsWith('-') && !word.includes('$')) return word;
      whole = false;
      return '';
    },
  );
  return whole && !/\$\{/.test(filled) ? filled : null;
}
