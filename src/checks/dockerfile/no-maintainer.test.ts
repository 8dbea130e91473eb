import { expect, it } from 'vitest';
import { linesOf, lookedAt, mended } from '../../../test/kit/rules.ts';
import check from './no-maintainer.ts';

it('objects to MAINTAINER', () => {
  expect(linesOf(check, 'FROM a\nmaintainer me\nLABEL a=b\nMAINTAINER "me <a@b>"\n')).toEqual([2, 4]);
});

it('turns it into a label', () => {
  expect(mended(check, 'FROM a\nMAINTAINER Jane Doe <j@d.org> \nmaintainer "me"\n')).toBe(
    'FROM a\nLABEL org.opencontainers.image.authors="Jane Doe <j@d.org>" \nlabel org.opencontainers.image.authors="me"\n',
  );
});

it.each(['MAINTAINER "a" and "b"', 'MAINTAINER $ME', 'MAINTAINER a \\\n b'])('leaves `%s` to its author', (line) => {
  expect(mended(check, `FROM a\n${line}\n`)).toBe(`FROM a\n${line}\n`);
});

it('looks at labels too', () => {
  expect(lookedAt(check, 'FROM a\nLABEL x=y\nRUN b\n')).toEqual([2]);
});
