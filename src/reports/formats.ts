import { type EvidenceRecord, TickproofError } from '../domain/index.ts';
import { nearest } from '../formats/index.ts';
import type { RenderContext } from './context.ts';
import { acceptance } from './acceptance/acceptance.ts';
import { markdown } from './markdown/markdown.ts';
import { verdictLine } from './outcome.ts';
import { stryker } from './stryker/report.ts';
import { killList } from './terminal/kills.ts';
import { terminal } from './terminal/terminal.ts';
import { toAscii } from './text/ascii.ts';

const renderers = {
  markdown,
  /** Markdown in the shape of an acceptance in steps. */
  acceptance,
  /** Counter-proofs as a mutation testing report, for viewers that know it. */
  stryker: (record: EvidenceRecord, _: EvidenceRecord, { linesOf }: RenderContext) => stryker(record, linesOf),
  json: (record: EvidenceRecord) => `${JSON.stringify(record, null, 2)}\n`,
} as const satisfies Readonly<
  Record<string, (record: EvidenceRecord, shown: EvidenceRecord, context: RenderContext) => string>
>;

/** Those whose look depends on the terminal. */
const screens = { terminal, proof: killList } as const satisfies Readonly<
  Record<string, (record: EvidenceRecord, context: RenderContext) => string>
>;

export type Format = keyof typeof screens | keyof typeof renderers;

/** Every format that a report can have. */
export const formats: readonly Format[] = ['terminal', 'proof', 'markdown', 'acceptance', 'json', 'stryker'];

/** A known format's name; anything else is a fault of usage that names the nearest. */
export function readFormat(name: unknown): Format {
  const format = formats.find((it) => it === name);
  if (format !== undefined) return format;
  if (typeof name === 'object' && name !== null && 'ticks' in name)
    throw new TickproofError('usage', 'the format comes first: `render(format, record, context)`', { remedy: KNOWN });
  const near = typeof name === 'string' ? nearest(name, formats) : null;
  throw new TickproofError(
    'usage',
    `there is no report format ${typeof name === 'string' ? `\`${name}\`` : typeof name}`,
    {
      remedy: near === null ? KNOWN : `Did you mean \`${near}\`?`,
    },
  );
}

const KNOWN = `Known: ${formats.join(', ')}.`;

/** Renders a record. Throws `TickproofError('usage')` for a format that there is not. No renderer computes a verdict; the same record gives the same bytes. `quiet` is the last line only. */
export function render(format: Format | 'quiet', record: EvidenceRecord, context: RenderContext): string {
  const known = format === 'quiet' ? format : readFormat(format);
  if (known !== 'terminal' && known !== 'proof' && known !== 'quiet')
    return renderers[known](record, context.shown ?? record, context);
  const text = known === 'quiet' ? `${verdictLine(record, context.recordPath)}\n` : screens[known](record, context);
  return context.ascii ? toAscii(text) : text;
}
