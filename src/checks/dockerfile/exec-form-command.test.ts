import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './exec-form-command.ts';

it('points at every command in shell form', () => {
  expect(judged(check, 'FROM node:22\nENTRYPOINT ["tini", "--"]\nCMD node server.js\n')).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'shell-form', evidence: [{ at: { startLine: 3 } }] }],
  });
});

it('does not take single quotes for JSON', () => {
  expect(judged(check, "FROM node:22\nCMD ['node', 'server.js']\n").status).toBe('fail');
});

it('looks at the command that counts, not at those it replaces', () => {
  expect(
    judged(check, 'FROM node:22 AS build\nCMD npm test\nFROM build\nCMD npm start\nCMD ["node", "a b.js"]\n'),
  ).toMatchObject({
    status: 'pass',
    evidence: [{ at: { startLine: 5 } }],
  });
});

it('follows the stages of the file, not the order of the text', () => {
  expect(judged(check, 'FROM node:22 AS a\nCMD node a.js\nFROM a\nRUN true\n').status).toBe('fail');
});

it('does not apply where the command is inherited', () => {
  expect(judged(check, 'FROM nginx:1.27\n').status).toBe('inapplicable');
});

it('says of what only looks like a list that it is none', () => {
  const said = (command: string) => JSON.stringify(judged(check, `FROM node:22\nCMD ${command}\n`));
  expect(said('[ -d /x ]')).toContain('is no JSON');
  expect(said('test -d /x [')).not.toContain('is no JSON');
});

it('looks at what a trigger leaves, and at no health check', () => {
  expect(judged(check, 'FROM a\nHEALTHCHECK CMD curl x\nCMD ["a"]\n')).toMatchObject({
    status: 'pass',
    evidence: [{ at: { startLine: 3 } }],
  });
});

it('looks at the command that a trigger of the base leaves', () => {
  expect(judged(check, 'FROM a AS b\nONBUILD CMD node server.js\nFROM b\n')).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'shell-form', evidence: [{ at: { startLine: 2 } }] }],
  });
});
