import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './pip-pinned.ts';

it.each([
  'pip install a',
  'pip3 install a==1 b',
  'python3 -m pip install a',
  'pip install git+https://github.com/a/b.git#egg=b',
  'pip install git+https://me@github.com/a/b.git',
  'pipx install black',
  'pip install --index-url https://x/y a',
  'pip install -U pip',
])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'pip install a==1',
  'pip install "a>=1" \'b<2\' "c~=1" "d!=3" e===1',
  'pip install -r x.txt',
  'pip install -rx.txt',
  'pip install --requirement=x.txt',
  'pip install -c x a',
  'pip install --constraint x a',
  'pip install .',
  'pip install .[dev]',
  'pip install x.whl y.tar.gz',
  'pip install https://a.b/c.zip',
  'pip install git+ssh://git@github.com/a/b.git@v1',
  'pip install -t /opt --root-user-action ignore a==1',
  'pip install --trusted-host h a==1',
  'pipenv install a',
  'pip download a',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN pip install a\n')).toEqual([2]);
});

it('takes a package of one letter, or called as an option is, for a package', () => {
  expect(linesOf(check, 'FROM a\nRUN pip install c\nRUN pip install constraint\n')).toEqual([2, 3]);
});

it('names the first package without a version, and not what stands before `install`', () => {
  const said = (line: string) => JSON.stringify(judged(check, `FROM a\nRUN ${line}\n`));
  expect(said('pip install a==1 b c')).toContain('`b` is installed');
  expect(said('python3 -m pip install b')).toContain('`b` is installed');
  expect(linesOf(check, 'FROM a\nRUN python3 -m pip install b==1\n')).toEqual([]);
});
