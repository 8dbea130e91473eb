import { expect, it } from 'vitest';
import { type AnyCheck } from '../../domain/index.ts';
import { judged } from '../../../test/kit/index.ts';
import baseTagged from './base-tagged.ts';
import commandsNotOverridden from './commands-not-overridden.ts';
import commandIsThere from './command-is-there.ts';
import execFormIsJson from './exec-form-is-json.ts';
import healthcheckCanFail from './healthcheck-can-fail.ts';
import execForm from './exec-form.ts';
import fromValid from './from-valid-by-default.ts';
import healthcheck from './healthcheck.ts';
import healthcheckDeclared from './healthcheck-declared.ts';
import lastUserNotRoot from './last-user-not-root.ts';
import lockFileCopied from './lock-file-copied.ts';
import lockFileObeyed from './lock-file-obeyed.ts';
import noCd from './no-cd.ts';
import noRunInEmptyStage from './no-run-in-empty-stage.ts';
import noSecretNames from './no-secret-names.ts';
import noSecretVariables from './no-secret-variables.ts';
import nonRoot from './non-root.ts';
import onbuildTriggerAllowed from './onbuild-trigger-allowed.ts';
import oneCmd from './one-cmd.ts';
import oneEntrypoint from './one-entrypoint.ts';
import oneHealthcheck from './one-healthcheck.ts';
import runsHaveEffect from './runs-have-effect.ts';
import shellIsThere from './shell-is-there.ts';
import start from './start-command-is-json.ts';
import valid from './valid.ts';

it.each<{ better: AnyCheck; weaker: AnyCheck; text: string }>([
  { better: execFormIsJson, weaker: execForm, text: "FROM a\nCMD ['b', 'c']\n" },
  { better: execFormIsJson, weaker: start, text: "FROM a\nCMD ['b', 'c']\n" },
  { better: healthcheckCanFail, weaker: healthcheck, text: 'FROM a\nHEALTHCHECK CMD true\n' },
  { better: execForm, weaker: start, text: 'FROM a\nCMD node x\n' },
  { better: fromValid, weaker: baseTagged, text: 'ARG T\nFROM a/$T\n' },
  { better: healthcheck, weaker: healthcheckDeclared, text: 'FROM a\n' },
  { better: noRunInEmptyStage, weaker: shellIsThere, text: 'FROM scratch\nRUN true\n' },
  { better: noSecretVariables, weaker: noSecretNames, text: 'FROM a\nENV NPM_TOKEN=x\n' },
  { better: nonRoot, weaker: lastUserNotRoot, text: 'FROM a\nUSER root\n' },
  { better: onbuildTriggerAllowed, weaker: valid, text: 'FROM a\nONBUILD FROM b\n' },
  { better: oneCmd, weaker: commandsNotOverridden, text: 'FROM a\nCMD b\nCMD c\n' },
  { better: oneEntrypoint, weaker: commandsNotOverridden, text: 'FROM a\nENTRYPOINT b\nENTRYPOINT c\n' },
  { better: oneHealthcheck, weaker: commandsNotOverridden, text: 'FROM a\nHEALTHCHECK CMD b\nHEALTHCHECK CMD c\n' },
  { better: runsHaveEffect, weaker: noCd, text: 'FROM a\nRUN cd /b\n' },
  { better: shellIsThere, weaker: execForm, text: 'FROM scratch\nCMD node x\n' },
  { better: shellIsThere, weaker: start, text: 'FROM scratch\nCMD node x\n' },
  { better: shellIsThere, weaker: commandIsThere, text: 'FROM scratch\nCMD node x\n' },
])('$better.id is shown instead of $weaker.id, which objects to the same', ({ better, weaker, text }) => {
  expect([better, weaker].map((it) => judged(it, text).status)).toEqual(['fail', 'fail']);
  expect(better.lint?.supersedes).toContain(weaker.id);
});

it('is shown instead of an install that may change its lock file', () => {
  expect(lockFileCopied.lint?.supersedes).toEqual([lockFileObeyed.id]);
});
