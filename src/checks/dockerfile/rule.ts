import type { Fix, Instruction, LintSettings, ParsedDockerfile, Sighting, TextEdit } from '../../domain/index.ts';
import { defineCheck, type Evidence, finding, passUnless, seen, type Sources, z } from '../kit.ts';
import { atEnd } from './shared.ts';

export type { Instruction, ParsedDockerfile, Sighting, TextEdit };

interface Rule<S extends z.ZodType> {
  /** `dockerfile/what-holds`. */
  readonly id: `dockerfile/${string}`;
  readonly version?: number;
  /** The wanted condition. */
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
  /** Ids known elsewhere: `DL3004`, `StageNameCasing`. */
  readonly aliases: readonly string[];
  readonly severity: LintSettings['severity'];
  readonly profile?: LintSettings['profile'];
  /** Rules that say the same less well: where both object to a line, only this one is shown. */
  readonly supersedes?: readonly `${'build' | 'dockerfile'}/${string}`[];
  /** The one reason code. */
  readonly reason: string;
  readonly params?: S;
  /** Parameters of the example, where the defaults find nothing. */
  readonly exampleParams?: Readonly<Record<string, unknown>>;
  /** A Dockerfile that is as it should be, and has what the rule looks at. */
  readonly good: string;
  /** Lines that break the rule at the end of any stage, or an edit that breaks any file. */
  readonly bad: string | ((sources: Sources) => Sources | null);
  /** The instructions that the rule looks at; a file without any of them is none of its business. */
  readonly looksAt: (source: ParsedDockerfile, params: z.output<S>) => readonly Instruction[];
  /** Everything that it objects to, in the order of the file. Never throws. */
  readonly find: (source: ParsedDockerfile, params: z.output<S>) => readonly Sighting[];
}

const MOST_SHOWN = 3;

/**
 * Declares a rule over a Dockerfile's text: a check of one reason, whose findings are the sightings, whose mutant plants what
 * it forbids, and whose fixes are those that the sightings bring.
 */
export function defineRule<S extends z.ZodType = z.ZodType<Record<string, never>>>(rule: Rule<S>) {
  const { id, title, why, remedy, references, aliases, reason, severity, profile = 'default', good, bad } = rule;
  return defineCheck({
    id,
    version: rule.version ?? 1,
    title,
    why,
    remedy,
    references,
    aliases,
    reads: ['dockerfile.source'],
    ...(rule.params ? { params: rule.params } : {}),
    reasons: [reason],
    lint: { severity, profile, ...(rule.supersedes ? { supersedes: rule.supersedes } : {}) },
    example: { dockerfile: good, ...(rule.exampleParams ? { params: rule.exampleParams } : {}) },
    mutants: [
      {
        level: 'S',
        title: typeof bad === 'string' ? `\`${bad.split('\n').at(-1)}\` added` : `${reason} planted`,
        reason,
        edit: typeof bad === 'string' ? atEnd(bad) : bad,
      },
    ],

    judge: ({ dockerfile: { source } }, params) => {
      const looked = rule.looksAt(source, params);
      const shown: readonly Evidence[] = looked.slice(0, MOST_SHOWN).map(seen.source);
      return passUnless(
        rule.find(source, params).map(({ at, text, message }) => finding(reason, message, seen.place(text, at))),
        shown,
        'there is nothing of the kind in the Dockerfile',
      );
    },

    sightings: ({ dockerfile: { source } }, params) => rule.find(source, params),

    fixes: ({ dockerfile: { source } }, params) =>
      rule
        .find(source, params)
        .flatMap(({ at, fix }): Fix[] => (fix ? [{ title: fix.title, file: source.file, at, edits: fix.edits }] : [])),
  });
}

/** Every instruction of these kinds, triggers of ONBUILD included: `ofKind(source, 'RUN')`. */
export function ofKind(source: ParsedDockerfile, ...keywords: readonly string[]): readonly Instruction[] {
  return source.instructions.flatMap((it) =>
    keywords.includes(it.keyword)
      ? [it]
      : it.keyword === 'ONBUILD' && it.inner && keywords.includes(it.inner.keyword)
        ? [it.inner]
        : [],
  );
}

/** An instruction that a rule objects to, as a sighting. */
export function sighting(
  { at, text }: Pick<Instruction, 'at' | 'text'>,
  message: string,
  fix?: Sighting['fix'],
): Sighting {
  return { at, text, message, ...(fix ? { fix } : {}) };
}
