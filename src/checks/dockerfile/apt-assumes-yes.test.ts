import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './apt-assumes-yes.ts';

it.each(['apt-get install curl', 'apt-get -q install curl', 'apt-get install --quiet curl'])(
  'objects to `%s`',
  (line) => {
    expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
  },
);

it.each([
  'apt-get install -y curl',
  'apt-get -yq install curl',
  'apt-get --assume-yes install curl',
  'apt-get --yes install curl',
  'apt-get -qq install curl',
  'apt-get -q -q install curl',
  'apt-get install --quiet --quiet curl',
  'apt-get -q=2 install curl',
  'apt-get -o APT::Get::Assume-Yes=true install curl',
  'apt-get update',
  'apt install curl',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN apt-get install curl\n')).toEqual([2]);
});

it('puts -y behind install, wherever that stands, and keeps comments', () => {
  expect(
    mended(
      check,
      'FROM a\nRUN apt-get update && \\\n  # tools\n  apt-get install \\\n    curl && apt-get -y install b\n',
    ),
  ).toBe('FROM a\nRUN apt-get update && \\\n  # tools\n  apt-get install -y \\\n    curl && apt-get -y install b\n');
});

it('puts a string into a JSON array', () => {
  expect(mended(check, 'FROM a\nRUN ["apt-get", "install", "curl"]\n')).toBe(
    'FROM a\nRUN ["apt-get", "install", "-y", "curl"]\n',
  );
});

it('mends a here-document', () => {
  expect(mended(check, 'FROM a\nRUN <<EOF\napt-get install curl\nEOF\n')).toBe(
    'FROM a\nRUN <<EOF\napt-get install -y curl\nEOF\n',
  );
});

it('leaves a script inside a string to its author', () => {
  const text = 'FROM a\nRUN ["sh", "-c", "apt-get install curl"]\n';
  expect(mended(check, text)).toBe(text);
});

it('takes one `-q` for no answer, also beside other options', () => {
  expect(linesOf(check, 'FROM a\nRUN apt-get -q --fix-broken --no-upgrade install x\n')).toEqual([2]);
  expect(linesOf(check, 'FROM a\nRUN apt-get -q --fix-broken -q install x\n')).toEqual([]);
});
