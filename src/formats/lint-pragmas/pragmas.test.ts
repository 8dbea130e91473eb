import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDockerfile } from '../dockerfile/index.ts';
import { ownComments, pragmasOf, type PragmaSettings } from './index.ts';

const SUDO = { id: 'dockerfile/no-sudo', aliases: ['DL3004'] };
const CASING = { id: 'dockerfile/keywords-in-one-case', aliases: ['ConsistentInstructionCasing'] };
const DESCRIBED = { id: 'dockerfile/described', aliases: ['InvalidDefinitionDescription'] };

const pragmas = (text: string, settings?: PragmaSettings) => pragmasOf(parseDockerfile('Dockerfile', text), settings);
const at = (startLine: number) => ({ file: 'Dockerfile', startLine, endLine: startLine });

it("takes hadolint's comment for the instruction on the very next line", () => {
  const { ignores } = pragmas('FROM a\n# hadolint ignore=DL3004,DL3009 # why\nRUN sudo \\\n  b\nRUN sudo c\n');
  expect([3, 4, 5].map((line) => ignores(SUDO, at(line)))).toEqual([true, true, false]);
});

it('voids the whole of a comment of hadolint that names something else', () => {
  expect(pragmas('FROM a\n# hadolint ignore=sudo,DL3004\nRUN sudo b\n').ignores(SUDO, at(3))).toBe(false);
});

it('does not carry it over a blank line', () => {
  expect(pragmas('FROM a\n# hadolint ignore=DL3004\n\nRUN sudo b\n').ignores(SUDO, at(4))).toBe(false);
});

it('knows comments for a stage and for the file', () => {
  const staged = pragmas('# hadolint stage ignore=DL3004\nFROM a\nRUN sudo b\nFROM c\nRUN sudo d\n');
  expect([3, 5].map((line) => staged.ignores(SUDO, at(line)))).toEqual([true, false]);
  expect(pragmas('FROM a\nRUN sudo b\n# hadolint global ignore=DL3004\n').ignores(SUDO, at(2))).toBe(true);
});

it("leaves hadolint's comments out where its settings say so, and keeps ours", () => {
  const text =
    'FROM a\n# hadolint ignore=DL3004\nRUN sudo b\n# tickproof ignore=DL3004: because it is an image for CI\nRUN sudo c\n';
  const { ignores } = pragmas(text, { withoutHadolint: true });
  expect([3, 5].map((line) => ignores(SUDO, at(line)))).toEqual([false, true]);
});

it('wants a reason in our own comments', () => {
  const { ignores, problems } = pragmas('FROM a\n# tickproof ignore=dockerfile/no-sudo\nRUN sudo b\n');
  expect(ignores(SUDO, at(3))).toBe(false);
  expect(problems).toMatchObject([{ at: { startLine: 2 } }]);
});

it("goes by BuildKit's directive, which does not touch other rules", () => {
  const { ignores, isError } = pragmas('# check=skip=all;error=true\nFROM a\nrun sudo b\n');
  expect([ignores(CASING, at(3)), ignores(SUDO, at(3)), isError]).toEqual([true, false, true]);
});

it('adds what is said right above an instruction', () => {
  const { ignores } = pragmas('FROM a\n# check=skip=ConsistentInstructionCasing\nrun b\nrun c\n');
  expect([3, 4].map((line) => ignores(CASING, at(line)))).toEqual([true, false]);
});

it('asks an experimental check only where the file asks for it', () => {
  expect(pragmas('FROM a\n').asksFor(DESCRIBED)).toBe(false);
  expect(pragmas('# check=experimental=all\nFROM a\n').asksFor(DESCRIBED)).toBe(true);
  expect(
    pragmas('# check=skip=all\nFROM a\n', { checkOptions: 'experimental=InvalidDefinitionDescription' }).asksFor(
      DESCRIBED,
    ),
  ).toBe(true);
});

it("names options that BuildKit refuses, and leaves the file's own directive to those who read the file", () => {
  expect(pragmas('FROM a\n', { checkOptions: 'skp=all' }).problems).toMatchObject([{ at: { startLine: 1 } }]);
  expect(pragmas('# check=skp=all\nFROM a\n').problems).toEqual([]);
});

it('takes our comments in YAML for their own line and the next', () => {
  const [comment] = ownComments([{ text: '# tickproof ignore=compose/secrets: because it is a demo', at: at(4) }]);
  expect(comment?.ids).toEqual(['compose/secrets']);
  expect([3, 4, 5, 6].map((line) => comment?.holds(line))).toEqual([false, true, true, false]);
});

it('never throws', () => {
  const word = fc.constantFrom(
    '# ',
    'hadolint',
    'tickproof',
    'check',
    ' ignore',
    '=',
    'DL3004',
    ',',
    ':',
    'because',
    '\n',
    'FROM a',
    'stage ',
    ';',
    '\t',
  );
  fc.assert(
    fc.property(
      fc.array(word).map((words) => words.join('')),
      (text) => {
        pragmas(text).ignores(SUDO, at(2));
      },
    ),
  );
});
