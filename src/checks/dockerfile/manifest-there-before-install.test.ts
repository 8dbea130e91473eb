import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './manifest-there-before-install.ts';

it('objects to an install before anything was copied', () => {
  const text =
    'FROM node:22\nRUN npm ci\nFROM python:3\nWORKDIR /x\nRUN pip install -r requirements.txt\nFROM golang\nRUN go mod download\nFROM ruby\nRUN bundle install\n';
  expect(linesOf(check, text)).toEqual([2, 5, 7, 9]);
});

it('says nothing once something was copied, mounted or made', () => {
  const text =
    'FROM node AS x\nCOPY . .\nRUN npm ci\nFROM x\nRUN npm ci\nFROM node\nRUN --mount=target=. npm ci\nFROM node\nRUN git clone x .\nRUN npm ci\n';
  expect(linesOf(check, text)).toEqual([]);
});

it('says nothing of images that may hold it, and of installs that name what they install', () => {
  expect(
    linesOf(check, 'FROM me/mine\nRUN npm ci\nFROM python\nRUN pip install x\nFROM node\nRUN git clone x && npm ci\n'),
  ).toEqual([]);
});
