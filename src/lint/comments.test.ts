import { expect, it } from 'vitest';
import { checksOfFolders } from '../checks/static.ts';
import { type HadolintConfig, readHadolintConfig } from '../formats/lint-config/index.ts';
import { dockerfileFactsOf } from '../sensors/static.ts';
import { lintDockerfile, planLint } from './index.ts';

function lint(text: string, config: HadolintConfig | null = null) {
  const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} });
  const plan = planLint(checksOfFolders, { profile: 'default', only: [], skip: [], config });
  return lintDockerfile(plan, { dockerfile, context: null });
}

it('says so where a comment switches nothing off', () => {
  const text = 'FROM debian:bookworm-slim\n# tickproof ignore=dockerfile/no-sudoo: because it is so\nRUN true\n';
  expect(lint(text)).toMatchObject([{ id: 'lint/comment', at: { startLine: 2 } }]);
});

const faultsOf = (...lines: readonly string[]) =>
  lint(['FROM debian:bookworm-slim', 'USER 1', ...lines, ''].join('\n'))
    .filter(({ id }) => id === 'lint/comment')
    .map(({ message, at }) => `${at.startLine}: ${message}`);

it.each([
  ['# hadolint ignore=DL3O15', '3: hadolint has no rule `DL3O15`, did you mean `DL3015`?'],
  ['# hadolint ignore=DL3004,DL9999', '3: hadolint has no rule `DL9999`'],
  ['# hadolint ignore=no-sudo', '3: hadolint has no rule `no-sudo`'],
  [
    '# hadolint ignore=DL3004 it is a course',
    '3: hadolint has no rule `DL3004 it is a course`, did you mean `DL3004`?',
  ],
  ['# hadolint ignore=', '3: there is no list of ids behind `ignore=`'],
  ['# hadolint ignore: DL3004', '3: hadolint reads `# hadolint ignore=DL3008,DL3009` only'],
  ['# hadolint: ignore=DL3004', '3: hadolint reads `# hadolint ignore=DL3008,DL3009` only'],
  ['# hadolint disable=DL3004', '3: hadolint reads `# hadolint ignore=DL3008,DL3009` only'],
  [
    '# check=skip=jsonArgsRecommended',
    '3: there is no build check `jsonArgsRecommended`, did you mean `JSONArgsRecommended`?',
  ],
  ['# check=skip=DL3004', '3: there is no build check `DL3004`'],
  [
    '# tickproof ignore=no-sudo: because it is so',
    '3: there is no check `no-sudo`, did you mean `dockerfile/no-sudo`?',
  ],
])('says what is wrong with %s', (comment, fault) => {
  expect(faultsOf(comment, 'RUN true')).toEqual([fault]);
});

it.each([
  '# hadolint ignore=DL3004,SC2086 # it is a course',
  '# hadolint ignore=DL3005',
  '# hadolint shell=bash',
  '# hadolint ignores the next line, which is a pity',
  '# hadolint is not asked here',
  '# check=skip=JSONArgsRecommended;experimental=all',
  '# check = the tables below',
])('has nothing to say of %s', (comment) => {
  expect(faultsOf(comment, 'RUN true')).toEqual([]);
});

it('names a check of the directive that there is not, at its line', () => {
  const [first] = lint('# check=skip=JsonArgs\nFROM debian:bookworm-slim\nUSER 1\n');
  expect(first).toMatchObject({ id: 'lint/comment', at: { startLine: 1 } });
});

it.each([
  [['# hadolint ignore=DL3004', '', 'RUN true'], ['3: hadolint heeds it right above an instruction only']],
  [['# hadolint ignore=DL3004', '# more', 'RUN true'], ['3: hadolint heeds it right above an instruction only']],
  [['RUN true \\', '# hadolint ignore=DL3004', '  && true'], ['4: hadolint heeds it right above an instruction only']],
  [['# hadolint ignore=DL3004'], ['3: hadolint heeds it right above an instruction only']],
  [['# tickproof ignore=dockerfile/no-sudo: because so'], ['3: there is no instruction below it']],
  [['# tickproof stage ignore=dockerfile/no-sudo: because so', 'RUN true'], ['3: it stands above no FROM']],
  [['# hadolint global ignore=DL3004'], []],
  [['# tickproof ignore=dockerfile/no-sudo: because so', '', 'RUN true'], []],
])('says so where a comment stands above nothing: %j', (lines, faults) => {
  expect(faultsOf(...lines)).toEqual(faults);
});

it("says nothing of hadolint's comments where its settings leave them out", () => {
  const config = readHadolintConfig('disable-ignore-pragma: true');
  if ('fault' in config) throw new Error(config.fault);
  const text = 'FROM debian:bookworm-slim\nUSER 1\n# hadolint ignore=DL3O15\nRUN true\n';
  expect(lint(text, config)).toEqual([]);
});

it('is done in time with a file that is full of them', () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => `# hadolint ignore=D${at}\n# check=skip=A${at}\nRUN true\n`);
  expect(lint(`FROM debian:bookworm-slim\nUSER 1\n${lines.join('')}`).length).toBeGreaterThan(40_000);
});
