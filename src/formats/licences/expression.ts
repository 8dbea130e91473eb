/** A licence expression by the SPDX grammar (SPDX 2.3, annex D). `id` is as written; `isLater` is the `+` behind it. */
export type LicenceExpression =
  | { readonly kind: 'licence'; readonly id: string; readonly isLater: boolean; readonly exception: string | null }
  | { readonly kind: 'and' | 'or'; readonly left: LicenceExpression; readonly right: LicenceExpression };

const TOKENS = /\s*(\(|\)|[A-Za-z0-9.:+_-]+)\s*/y;
const LONGEST = 10_000;
const MOST_TOKENS = 1_000;

/** Reads an expression; null where the text is none. `AND` binds closer than `OR`; operators count in any case. */
export function readExpression(text: string): LicenceExpression | null {
  const tokens = tokensOf(text);
  if (!tokens) return null;
  const reader = new ExpressionReader(tokens);
  const expression = reader.either();
  return reader.isAtEnd ? expression : null;
}

/** The expression as text, with brackets only where they are needed. */
export function expressionText(expression: LicenceExpression): string {
  if (expression.kind === 'licence') {
    const { id, isLater, exception } = expression;
    return `${id}${isLater ? '+' : ''}${exception === null ? '' : ` WITH ${exception}`}`;
  }
  const part = (side: LicenceExpression) =>
    expression.kind === 'and' && side.kind === 'or' ? `(${expressionText(side)})` : expressionText(side);
  return `${part(expression.left)} ${expression.kind.toUpperCase()} ${part(expression.right)}`;
}

/** Whether it can be met with licences for which `isFine` holds: one side of an OR, both of an AND. */
export function isMet(
  expression: LicenceExpression,
  isFine: (licence: Extract<LicenceExpression, { kind: 'licence' }>) => boolean,
): boolean {
  if (expression.kind === 'licence') return isFine(expression);
  const [left, right] = [isMet(expression.left, isFine), isMet(expression.right, isFine)];
  return expression.kind === 'or' ? left || right : left && right;
}

/** Every licence that is named in it. */
export function licencesIn(expression: LicenceExpression): Extract<LicenceExpression, { kind: 'licence' }>[] {
  return expression.kind === 'licence'
    ? [expression]
    : [...licencesIn(expression.left), ...licencesIn(expression.right)];
}

function tokensOf(text: string): string[] | null {
  if (text.length > LONGEST) return null;
  const tokens: string[] = [];
  TOKENS.lastIndex = 0;
  while (TOKENS.lastIndex < text.length) {
    const found = TOKENS.exec(text);
    if (!found?.[1] || tokens.length >= MOST_TOKENS) return null;
    tokens.push(found[1]);
  }
  return tokens.length === 0 ? null : tokens;
}

class ExpressionReader {
  private at = 0;
  private readonly tokens: readonly string[];

  constructor(tokens: readonly string[]) {
    this.tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.at === this.tokens.length;
  }

  either(): LicenceExpression | null {
    return this.joined('or', () => this.joined('and', () => this.single()));
  }

  private joined(kind: 'and' | 'or', part: () => LicenceExpression | null): LicenceExpression | null {
    let left = part();
    while (left && this.takes(kind)) {
      const right = part();
      if (!right) return null;
      left = { kind, left, right };
    }
    return left;
  }

  private single(): LicenceExpression | null {
    const token = this.tokens[this.at];
    if (token === undefined || token === ')') return null;
    this.at++;
    if (token === '(') {
      const inside = this.either();
      return inside && this.takes(')') ? inside : null;
    }
    if (/^(?:and|or|with|\++)$/i.test(token)) return null;
    const isLater = token.endsWith('+');
    const id = isLater ? token.slice(0, -1) : token;
    if (!this.takes('with')) return { kind: 'licence', id, isLater, exception: null };
    const exception = this.tokens[this.at++];
    return exception === undefined || /^[()]$/.test(exception) ? null : { kind: 'licence', id, isLater, exception };
  }

  private takes(word: string): boolean {
    if (this.tokens[this.at]?.toLowerCase() !== word) return false;
    this.at++;
    return true;
  }
}
