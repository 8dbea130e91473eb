import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './no-package-manager-as-start.ts';

it('objects to npm, yarn and pnpm, in either form', () => {
  expect(
    linesOf(check, 'FROM a\nCMD npm start\nCMD ["npm", "run", "x"]\nENTRYPOINT ["yarn", "serve"]\nCMD pnpm start\n'),
  ).toEqual([2, 3, 4, 5]);
});

it('lets the program itself be, and steps of the build', () => {
  expect(linesOf(check, 'FROM a\nRUN npm run build\nCMD ["node", "npm"]\nENTRYPOINT ["npm"]\n')).toEqual([]);
});

it('tells what starts a script from what does not', () => {
  expect(linesOf(check, 'FROM a\nCMD pnpm exec x\nCMD pnpm install\nCMD npm --version\nCMD yarn\n')).toEqual([2, 5]);
});
