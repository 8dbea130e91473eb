import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './no-host-commands.ts';

it.each(['top', 'true && service nginx start', 'echo "$(ps aux)"', '/usr/bin/kill 1', '["vim"]'])(
  'objects to `%s`',
  (line) => {
    expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
  },
);

it.each(['apt-get install ssh', 'echo top', './mount', 'cat <<EOF\ntop\nEOF'])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN top\n')).toEqual([2]);
});

it('names each step once', () => {
  expect(linesOf(check, 'FROM a\nRUN top; ps\n')).toEqual([2]);
});
