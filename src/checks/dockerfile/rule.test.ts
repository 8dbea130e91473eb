import { describe, expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf, lookedAt, mended } from '../../../test/kit/rules.ts';
import { parseDockerfile } from '../../formats/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import copyNotFromItself from './copy-not-from-itself.ts';
import copySourcesExist from './copy-sources-exist.ts';
import { defineRule, ofKind, sighting } from './rule.ts';

const text = {
  title: 'No RUN',
  why: 'It runs.',
  remedy: 'Run nothing.',
  references: ['https://example.org/'],
  aliases: [],
  severity: 'info',
  reason: 'runs',
  good: 'FROM a\n',
  looksAt: (source) => ofKind(source, 'RUN', 'LABEL'),
  find: (source) =>
    ofKind(source, 'RUN').map((it) =>
      sighting(it, 'It runs', {
        title: 'Label',
        edits: [{ start: it.at.startOffset ?? 0, end: it.at.endOffset ?? 0, text: 'LABEL a=b' }],
      }),
    ),
} as const satisfies Partial<Parameters<typeof defineRule>[0]>;
const rule = defineRule({
  ...text,
  id: 'dockerfile/sample',
  bad: 'SHELL ["a"]\nRUN b',
  supersedes: ['dockerfile/other'],
});
const edited = defineRule({
  ...text,
  id: 'dockerfile/edited',
  bad: (sources) => ({ ...sources, dockerfile: 'RUN c\n' }),
});
const sources = { dockerfile: 'FROM a\nFROM b\n' } as Parameters<
  Extract<(typeof rule.mutants)[0], { level: 'S' }>['edit']
>[0];
const planted = (check: typeof rule) => {
  const [mutant] = check.mutants;
  return mutant?.level === 'S' ? { title: mutant.title, text: mutant.edit(sources, {})?.dockerfile } : null;
};

describe('a rule', () => {
  it('is a check of one reason that reads the text alone', () => {
    expect(rule).toMatchObject({
      reads: ['dockerfile.source'],
      reasons: ['runs'],
      lint: { severity: 'info', profile: 'default', supersedes: ['dockerfile/other'] },
    });
    expect(edited.lint).not.toHaveProperty('supersedes');
  });

  it('is shown able to fail by lines at the end of every stage, or by an edit of its own', () => {
    expect(planted(rule)).toEqual({
      title: '`RUN b` added',
      text: 'FROM a\nSHELL ["a"]\nRUN b\n\nFROM b\nSHELL ["a"]\nRUN b\n\n',
    });
    expect(planted(edited)).toEqual({ title: 'runs planted', text: 'RUN c\n' });
  });

  it('shows the first three of what it looks at where it has nothing to object to', () => {
    expect(lookedAt(rule, 'FROM a\nLABEL a=1\nLABEL a=2\nONBUILD LABEL a=3\nLABEL a=4\n')).toEqual([2, 3, 4]);
    expect(judged(rule, 'FROM a\n')).toEqual({
      status: 'inapplicable',
      because: 'there is nothing of the kind in the Dockerfile',
    });
  });

  it('hands out what it objects to, and what mends it', () => {
    const dockerfile = dockerfileFactsOf({
      path: 'Dockerfile',
      text: 'FROM a\nRUN b\nRUN c\n',
      target: null,
      args: {},
    });
    expect(rule.sightings?.({ dockerfile }, {}).map(({ at }) => at.startLine)).toEqual([2, 3]);
    expect(linesOf(rule, 'FROM a\nRUN b\nRUN c\n')).toEqual([2, 3]);
    expect(mended(rule, 'FROM a\nRUN b\nRUN c\n')).toBe('FROM a\nLABEL a=b\nLABEL a=b\n');
  });
});

it('takes triggers for what they trigger, and the probe of a health check for none', () => {
  const source = parseDockerfile('Dockerfile', 'FROM a\nONBUILD CMD b\nHEALTHCHECK CMD c\nCMD d\nRUN e\n');
  expect(ofKind(source, 'CMD').map(({ at }) => at.startLine)).toEqual([2, 4]);
});

it.each([
  [copyNotFromItself, 'dockerfile/copy-from-known-stage'],
  [copySourcesExist, 'dockerfile/copied-is-not-ignored'],
])('$0.id is shown alone where another rule says the same less well', (check, other) => {
  expect(check.lint?.supersedes).toContain(other);
});
