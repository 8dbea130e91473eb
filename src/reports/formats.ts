import type { EvidenceRecord } from '../domain/index.ts';
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

/** Renders a record. No renderer computes a verdict; the same record gives the same bytes. `quiet` is the last line only. */
export function render(format: Format | 'quiet', record: EvidenceRecord, context: RenderContext): string {
  if (format !== 'terminal' && format !== 'proof' && format !== 'quiet')
    return renderers[format](record, context.shown ?? record, context);
  const text = format === 'quiet' ? `${verdictLine(record, context.recordPath)}\n` : screens[format](record, context);
  return context.ascii ? toAscii(text) : text;
}
