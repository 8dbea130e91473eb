// Small changes of a check's source, each of which a test should notice. Which parts are left alone is said in ../mutate-checks.ts.
import ts from 'typescript';

export interface CodeMutant {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** What was done, in a few words. */
  readonly change: string;
  /** Counted from 1. */
  readonly line: number;
}

const LOOSE_FROM = 1000; // numbers from here on are no counts: one more would say nothing

const RELATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '<': '<=',
    '<=': '<',
    '>': '>=',
    '>=': '>',
    '===': '!==',
    '!==': '===',
    '&&': '||',
    '||': '&&',
    '*': '/',
    '/': '*',
  }),
);
const METHODS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    some: 'every',
    every: 'some',
    startsWith: 'endsWith',
    endsWith: 'startsWith',
    find: 'findLast',
    findLast: 'find',
  }),
);
const SEEN = "{ kind: 'value' as const, what: 'mutant', value: 'mutant' }";
const PASS = `({ status: 'pass' as const, evidence: [${SEEN}] })`;
const FAIL = `({ status: 'fail' as const, findings: [{ reason: 'mutant', message: 'mutant', evidence: [${SEEN}] }] })`;
const INAPPLICABLE = `({ status: 'inapplicable' as const, because: 'mutant' })`;
/** What a call that makes a verdict is swapped for. */
const VERDICTS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    pass: [FAIL, INAPPLICABLE],
    fail: [PASS, INAPPLICABLE],
    inapplicable: [PASS],
    inconclusive: [PASS],
    passUnless: [PASS, INAPPLICABLE],
    judgeBound: [PASS],
    judgeMeasure: [PASS],
    judgeAnswer: [PASS],
  }),
);
/** Arguments that are only texts, by callee. */
const TEXT_ARGUMENTS: ReadonlyMap<string, readonly number[]> = new Map(
  Object.entries({
    finding: [1],
    judgeBound: [1],
    judgeMeasure: [1],
    judgeAnswer: [0],
    inapplicable: [0],
    inconclusive: [0, 1],
    passUnless: [2],
    describe: [0],
    humanize: [0, 1],
  }),
);
const TEXT_PROPERTIES = new Set([
  'title',
  'why',
  'remedy',
  'references',
  'aliases',
  'message',
  'because',
  'example',
  'version',
  'id',
]);

/** All mutants of one source file, in the order in which they stand. */
export function codeMutants(text: string): readonly CodeMutant[] {
  const file = ts.createSourceFile('check.ts', text, ts.ScriptTarget.ES2022, true);
  const found = new Map<string, CodeMutant>();
  const put = (node: ts.Node, replacement: string, change: string): void => {
    const start = node.getStart(file);
    const line = file.getLineAndCharacterOfPosition(start).line + 1;
    const mutant = { start, end: node.getEnd(), replacement, change, line };
    const key = `${start}:${mutant.end}:${replacement}`;
    if (!found.has(key)) found.set(key, mutant);
  };
  const visit = (node: ts.Node): void => {
    if (isLeftAlone(node)) return;
    for (const [replacement, change] of mutantsOfNode(node, file)) put(node, replacement, change);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...found.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Types, imports, and what only makes texts. */
function isLeftAlone(node: ts.Node): boolean {
  if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTemplateExpression(node)) return true;
  if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && TEXT_PROPERTIES.has(node.name.text)) return true;
  const { parent } = node;
  if (!parent || !ts.isCallExpression(parent) || parent.expression === node) return false;
  const at = parent.arguments.indexOf(node as ts.Expression); // a child of a call that is not its callee, nor a type
  const callee = parent.expression;
  if (ts.isPropertyAccessExpression(callee) && callee.expression.getText() === 'seen') return true;
  return TEXT_ARGUMENTS.get(nameOf(callee))?.includes(at) ?? false;
}

function nameOf(callee: ts.Expression): string {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : '';
}

type Made = readonly [replacement: string, change: string];

function* mutantsOfNode(node: ts.Node, file: ts.SourceFile): Generator<Made> {
  const text = node.getText(file);
  if (isCondition(node)) yield [`!(${text})`, 'negated'];
  if (ts.isBinaryExpression(node)) yield* ofBinary(node, file);
  else if (ts.isPropertyAccessExpression(node) && node.questionDotToken)
    yield [`${node.expression.getText(file)}.${node.name.text}`, '?. taken for .'];
  else if (ts.isCallExpression(node)) yield* ofCall(node, file);
  else if (ts.isArrayLiteralExpression(node) && node.elements.length > 0 && !isPattern(node))
    yield ['[]', 'list emptied'];
  else if (ts.isNumericLiteral(node)) yield* ofNumber(Number(node.text.replaceAll('_', '')));
  else if (node.kind === ts.SyntaxKind.TrueKeyword) yield ['false', 'true → false'];
  else if (node.kind === ts.SyntaxKind.FalseKeyword) yield ['true', 'false → true'];
  else if (ts.isStringLiteral(node) && isReason(node)) yield ["''", 'reason emptied'];
  else if (ts.isIfStatement(node) && !node.elseStatement && leaves(node.thenStatement)) yield ['', 'early end dropped'];
}

function* ofBinary(node: ts.BinaryExpression, file: ts.SourceFile): Generator<Made> {
  const [left, operator, right] = [node.left.getText(file), node.operatorToken.getText(file), node.right.getText(file)];
  const other = RELATIONS.get(operator);
  // the negation of the whole condition says the same
  const isTwice = isCondition(node) && (operator === '===' || operator === '!==');
  if (other && !isTwice) yield [`${left} ${other} ${right}`, `${operator} → ${other}`];
  if ((operator === '+' || operator === '-') && ![node.left, node.right].some(isTextual)) {
    const swapped = operator === '+' ? '-' : '+';
    yield [`${left} ${swapped} ${right}`, `${operator} → ${swapped}`];
  }
  if (operator !== '??') return;
  // a fallback that only the type of an index asks for is never taken
  if (!isIndex(node.left)) yield [`(${left})`, 'fallback dropped'];
  yield [`(${right})`, 'fallback taken'];
}

function* ofCall(node: ts.CallExpression, file: ts.SourceFile): Generator<Made> {
  const { expression } = node;
  if (ts.isIdentifier(expression)) {
    for (const verdict of VERDICTS.get(expression.text) ?? []) yield [verdict, `${expression.text}() swapped`];
    return;
  }
  if (!ts.isPropertyAccessExpression(expression)) return;
  const [object, method] = [expression.expression.getText(file), expression.name.text];
  const args = node.arguments.map((it) => it.getText(file)).join(', ');
  const dot = expression.questionDotToken ? '?.' : '.';
  const other = METHODS.get(method);
  if (other) yield [`${object}${dot}${other}(${args})`, `${method} → ${other}`];
  if (method === 'filter') yield [object, 'filter dropped'];
}

function* ofNumber(value: number): Generator<Made> {
  if (value >= LOOSE_FROM) {
    yield [String(value * 2), 'number doubled'];
    yield [String(value / 2), 'number halved'];
  } else {
    yield [String(value + 1), `${value} → ${value + 1}`];
    yield [`(${value - 1})`, `${value} → ${value - 1}`];
  }
}

function isCondition(node: ts.Node): boolean {
  const { parent } = node;
  if (!parent) return false;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  return ts.isConditionalExpression(parent) && parent.condition === node;
}

function isTextual(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** `split(':')[0]`, `match[1]`: the type says that nothing may be there, the code that something is. */
function isIndex(node: ts.Expression): boolean {
  return ts.isElementAccessExpression(node) && ts.isNumericLiteral(node.argumentExpression);
}

function isPattern(node: ts.ArrayLiteralExpression): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.left === node
  );
}

/** The first argument of what makes a finding, or the value of `reason`. */
function isReason(node: ts.StringLiteral): boolean {
  let { parent }: { parent: ts.Node } = node;
  while (ts.isAsExpression(parent) || ts.isConditionalExpression(parent)) parent = parent.parent;
  if (ts.isPropertyAssignment(parent)) return parent.name.getText() === 'reason';
  return ts.isCallExpression(parent) && parent.arguments[0] === node && REASONED.has(nameOf(parent.expression));
}

const REASONED = new Set(['finding', 'judgeBound', 'judgeMeasure']);

function leaves(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) return statement.statements.some(leaves);
  return ts.isReturnStatement(statement) || ts.isContinueStatement(statement) || ts.isBreakStatement(statement);
}
